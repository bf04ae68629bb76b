import { expect, test } from 'vitest';
import { createFakeSharedTexts } from '../../testing/fakes/shared-storage.ts';
import { createChatDrafts } from './chat-drafts.ts';

function openTab(browser = createFakeSharedTexts(), ownerId = 'robin') {
  const sheets = createChatDrafts(browser.open());
  sheets.openFor(ownerId);
  return { browser, sheets };
}

test('tabs that write in different fields and chats at the same moment lose nothing of each other', () => {
  const { browser, sheets: first } = openTab();
  const { sheets: second } = openTab(browser);

  first.update('ada', { drafts: { reply: 'half' } });
  second.update('ben', { drafts: { note: 'gentle' } });
  second.update('ada', { seenAt: 7 });
  first.update('ada', { dismissed: 'request' });

  expect(second.read('ada')).toMatchObject({ drafts: { reply: 'half' }, seenAt: 7, dismissed: 'request' });
  expect(first.read('ben').drafts.note).toBe('gentle');
});

test('what another agent left in this browser is neither read nor stored', () => {
  const { browser, sheets } = openTab();
  sheets.update('ada', { drafts: { reply: 'private' }, seenAt: 7 });

  const { sheets: next } = openTab(browser, 'kim');

  expect(next.read('ada')).toMatchObject({ drafts: { reply: '' }, seenAt: 0 });
  expect([...browser.texts]).toEqual([]);
  sheets.update('ada', { drafts: { reply: 'written on in a tab left open' } });
  expect(next.read('ada').drafts.reply).toBe('');
});

test('drafts of chats that are gone are removed, but not of one just accepted in another tab', () => {
  const { browser, sheets } = openTab();
  for (const chat of ['gone', 'here']) sheets.update(chat, { drafts: { reply: 'half' } });
  const { sheets: second } = openTab(browser);
  sheets.update('taken just now', { drafts: { reply: 'half' } });

  second.retainOnly(new Set(['here']));
  second.retainOnly(new Set());

  expect(['gone', 'here', 'taken just now'].filter((chat) => second.read(chat).drafts.reply)).toEqual([
    'here',
    'taken just now',
  ]);
});

test('an unreadable draft is empty, and other values in the storage are left alone', () => {
  const { browser } = openTab();
  browser.texts.set('porchlight-console-chat-1:ada', '{"ownerId":"robin","drafts":{"reply":7},"seenAt":"x"}');
  browser.texts.set('porchlight-console-chat-1:ben', '{');
  browser.texts.set('porchlight-console-sound', 'off');

  const { sheets } = openTab(browser);
  expect(sheets.read('ada')).toMatchObject({ drafts: { reply: '' }, seenAt: 0, dismissed: '' });
  expect(sheets.read('ben').seenAt).toBe(0);
  sheets.clear();

  expect([...browser.texts]).toEqual([['porchlight-console-sound', 'off']]);
});
