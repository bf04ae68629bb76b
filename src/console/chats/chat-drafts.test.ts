import { expect, test } from 'vitest';
import { createFakeSharedTexts } from '../../testing/fakes/shared-storage.ts';
import { createSheets } from './chat-drafts.ts';

function openTab(browser = createFakeSharedTexts(), ownerId = 'robin') {
  const sheets = createSheets(browser.open());
  sheets.open(ownerId);
  return { browser, sheets };
}

test('tabs that write in different fields and chats at the same moment lose nothing of each other', () => {
  const { browser, sheets: first } = openTab();
  const { sheets: second } = openTab(browser);

  first.change('ada', { drafts: { reply: 'half' } });
  second.change('ben', { drafts: { note: 'gentle' } });
  second.change('ada', { seenAt: 7 });
  first.change('ada', { dismissed: 'request' });

  expect(second.read('ada')).toMatchObject({ drafts: { reply: 'half' }, seenAt: 7, dismissed: 'request' });
  expect(first.read('ben').drafts.note).toBe('gentle');
});

test('what another agent left in this browser is neither read nor kept', () => {
  const { browser, sheets } = openTab();
  sheets.change('ada', { drafts: { reply: 'private' }, seenAt: 7 });

  const { sheets: next } = openTab(browser, 'kim');

  expect(next.read('ada')).toMatchObject({ drafts: { reply: '' }, seenAt: 0 });
  expect([...browser.texts]).toEqual([]);
  sheets.change('ada', { drafts: { reply: 'written on in a tab left open' } });
  expect(next.read('ada').drafts.reply).toBe('');
});

test('chats that left the desk meanwhile are thrown away, but not one taken in another tab just now', () => {
  const { browser, sheets } = openTab();
  for (const chat of ['gone', 'here']) sheets.change(chat, { drafts: { reply: 'half' } });
  const { sheets: second } = openTab(browser);
  sheets.change('taken just now', { drafts: { reply: 'half' } });

  second.tidy(new Set(['here']));
  second.tidy(new Set());

  expect(['gone', 'here', 'taken just now'].filter((chat) => second.read(chat).drafts.reply)).toEqual([
    'here',
    'taken just now',
  ]);
});

test('nonsense in the store is an empty sheet, and other things kept in the browser are left alone', () => {
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
