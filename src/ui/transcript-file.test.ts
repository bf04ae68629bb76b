import { expect, test } from 'vitest';
import { asJson, asPage, asText, type Transcript } from './transcript-file.ts';

const at = Date.UTC(2026, 10, 23, 12, 0, 5);

const chat = (texts: string[], facts: Partial<Transcript> = {}): Transcript => ({
  title: 'Lamps & "more"',
  conversationId: 'c',
  gap: undefined,
  locale: 'en',
  direction: 'ltr',
  savedAt: at,
  lines: texts.map((text) => ({ at, role: 'visitor', from: '<Mira>', text })),
  ...facts,
});

test('row 65: the text has a line for each message, with its time and zone, and sets in what goes on', () => {
  const [title, saved, , first, second] = asText(chat(['one\ntwo', '{name} {count}'])).split('\n');

  expect(title).toBe('Lamps & "more"');
  expect(saved).toMatch(/2026.*\d\d:\d\d.*(UTC|GMT|[A-Z]{3,4})/);
  expect(first).toMatch(/^\[.*2026.*\] <Mira>: one$/);
  expect(second).toBe('    two');
});

test('nothing in the page is markup but ours', () => {
  const corpus = [
    '</p><script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "' onload='x",
    '<!--',
    '&lt;b&gt;',
  ];

  const page = asPage(chat(corpus));

  expect(page.match(/<script|<img|<!--/g)).toBeNull();
  expect(page).toContain('&lt;Mira&gt;');
  expect(page).toContain('&amp;lt;b&amp;gt;');
  expect(page).toContain('<title>Lamps &amp; &quot;more&quot;</title>');
});

test('the JSON tells times in UTC, and whether all of it is there', () => {
  expect(JSON.parse(asJson(chat(['one'], { gap: 'Older messages could not be loaded.' })))).toEqual({
    title: 'Lamps & "more"',
    conversationId: 'c',
    savedAt: '2026-11-23T12:00:05.000Z',
    isComplete: false,
    messages: [{ at: '2026-11-23T12:00:05.000Z', role: 'visitor', from: '<Mira>', text: 'one' }],
  });
});

test('what is missing is said where people read', () => {
  const gap = 'Older messages could not be loaded.';

  expect(asText(chat([], { gap }))).toContain(gap);
  expect(asPage(chat([], { gap }))).toContain(gap);
});
