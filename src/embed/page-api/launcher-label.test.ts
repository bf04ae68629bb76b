import { expect, test } from 'vitest';
import { wishedName } from './launcher-label.ts';

test('the launcher is named by the tag, else by the page and the browser; what nobody speaks is passed over', () => {
  expect(wishedName('ja', ['de'])).toBe('チャット');
  expect(wishedName('auto', ['xx', 'pl-PL', 'ko'])).toBe('Czat');
  expect(wishedName(undefined, ['zh-TW', 'zh-CN'])).toBe('聊天');
  expect(wishedName(undefined, [])).toBe('Chat');
  expect(wishedName('not a tag', ['ja'])).toBe('Chat');
});
