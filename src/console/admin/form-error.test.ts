import { expect, test } from 'vitest';
import { ChatError, type ChatErrorFacts, type ChatErrorKind } from '../../chat/errors.ts';
import { adminMessages } from '../messages/messages.ts';
import { isConflict, toFormError } from './form-error.ts';

const answer = (message: string, ...fieldNames: string[]) =>
  JSON.stringify({ message, details: fieldNames.map((fieldName) => ({ fieldName })) });
const trouble = (kind: ChatErrorKind, facts: ChatErrorFacts = {}) => toFormError(new ChatError(kind, facts));

test.each<[ChatErrorKind, ChatErrorFacts, string]>([
  ['unauthorized', { status: 401 }, adminMessages.value.signedOut],
  ['gone', { status: 404 }, adminMessages.value.gone],
  ['offline', {}, adminMessages.value.unreachable],
  ['timeout', {}, adminMessages.value.unreachable],
  ['server', { status: 500 }, adminMessages.value.failed],
  ['limited', { status: 429 }, adminMessages.value.failed],
  ['unreadable', {}, adminMessages.value.failed],
  ['rejected', { status: 403, cause: answer('No') }, adminMessages.value.notAllowed],
  ['rejected', { status: 400, cause: answer('This queue is closed') }, 'This queue is closed'],
  ['rejected', { status: 400, cause: '<html>' }, adminMessages.value.refused('')],
  [
    'rejected',
    { status: 409, cause: answer('There is one already') },
    adminMessages.value.conflict('There is one already'),
  ],
  ['rejected', { status: 409, cause: '<html>' }, adminMessages.value.conflict('')],
])('an error that is %s, %j, has a text of its own', (kind, facts, text) => {
  expect(trouble(kind, facts).text).toBe(text);
  expect(isConflict(new ChatError(kind, facts))).toBe(facts.status === 409);
});

test('an error of a field is shown at the field, one of a list’s entry at the list', () => {
  const cause = answer('Wrong', 'shortcut', 'allowedDomains.2', 'somethingNew');

  expect(trouble('rejected', { status: 400, cause }).fields).toEqual({
    shortcut: adminMessages.value.wrong.shortcut,
    'allowedDomains.2': adminMessages.value.wrong.allowedDomains,
    somethingNew: adminMessages.value.wrongValue,
  });
});

test('a bug of our own is a failure like any other', () => {
  expect(toFormError(new TypeError('x is undefined'))).toEqual({ text: adminMessages.value.failed });
});
