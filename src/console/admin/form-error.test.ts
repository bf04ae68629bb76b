import { expect, test } from 'vitest';
import { ChatError, type ChatErrorFacts, type ChatErrorKind } from '../../chat/errors.ts';
import { adminWords } from '../messages/admin-en.ts';
import { isConflict, toFormError } from './form-error.ts';

const answer = (message: string, ...fieldNames: string[]) =>
  JSON.stringify({ message, details: fieldNames.map((fieldName) => ({ fieldName })) });
const trouble = (kind: ChatErrorKind, facts: ChatErrorFacts = {}) => toFormError(new ChatError(kind, facts));

test.each<[ChatErrorKind, ChatErrorFacts, string]>([
  ['unauthorized', { status: 401 }, adminWords.signedOut],
  ['gone', { status: 404 }, adminWords.gone],
  ['offline', {}, adminWords.unreachable],
  ['timeout', {}, adminWords.unreachable],
  ['server', { status: 500 }, adminWords.failed],
  ['limited', { status: 429 }, adminWords.failed],
  ['unreadable', {}, adminWords.failed],
  ['rejected', { status: 403, cause: answer('No') }, adminWords.notAllowed],
  ['rejected', { status: 400, cause: answer('This queue is closed') }, 'This queue is closed'],
  ['rejected', { status: 400, cause: '<html>' }, adminWords.refused('')],
  ['rejected', { status: 409, cause: answer('There is one already') }, adminWords.conflict('There is one already')],
  ['rejected', { status: 409, cause: '<html>' }, adminWords.conflict('')],
])('what is %s, %j, is told in words of its own', (kind, facts, text) => {
  expect(trouble(kind, facts).text).toBe(text);
  expect(isConflict(new ChatError(kind, facts))).toBe(facts.status === 409);
});

test('what is wrong with a field is told at it, and with an entry of a list at its list', () => {
  const cause = answer('Wrong', 'shortcut', 'allowedDomains.2', 'somethingNew');

  expect(trouble('rejected', { status: 400, cause }).fields).toEqual({
    shortcut: adminWords.wrong.shortcut,
    'allowedDomains.2': adminWords.wrong.allowedDomains,
    somethingNew: adminWords.wrongValue,
  });
});

test('a bug of our own is a failure like any other', () => {
  expect(toFormError(new TypeError('x is undefined'))).toEqual({ text: adminWords.failed });
});
