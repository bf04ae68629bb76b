import fc from 'fast-check';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { text } from '../protocol/schema/primitives.ts';
import { hasVisibleText, toSendableText, VISIBLE_TEXT_PATTERN } from './visible-text.ts';

const invisible = {
  'zero width space': '\u200b',
  'blank Braille pattern': '\u2800',
  'Hangul filler': '\u3164',
  'halfwidth Hangul filler': '\uffa0',
  'Hangul jungseong filler': '\u1160',
  'word joiner': '\u2060',
  'byte order mark': '\ufeff',
  'soft hyphen': '\u00ad',
  'Mongolian vowel separator': '\u180e',
  'ideographic space': '\u3000',
  'variation selector': '\ufe0f',
  'bidi controls': '\u202e\u2066\u2069\u200f',
  tags: '\u{e0041}\u{e007f}',
  'combining grapheme joiner': '\u034f',
  'control characters': '\u0007\u001b\u0085',
  NUL: '\0',
  nothing: '',
};

test.each(Object.entries(invisible))('%s alone is no text [L6]', (_, body) => {
  expect(hasVisibleText(` ${body}\n${body} `)).toBe(false);
  expect(hasVisibleText(`${body}a${body}`)).toBe(true);
  for (const flag of ['u', 'v']) expect(new RegExp(`^(?:${VISIBLE_TEXT_PATTERN})$`, flag).test(body)).toBe(false);
});

test.each(['a', '.', 'ﷺ', '한', '配', '👍', '👩\u200d👩\u200d👧', '🇫🇷', '1\ufe0f\u20e3', '\u0301', 'שלום'])(
  '%s is text',
  (body) => {
    expect(hasVisibleText(body)).toBe(true);
    for (const flag of ['u', 'v']) expect(new RegExp(`^(?:${VISIBLE_TEXT_PATTERN})$`, flag).test(body)).toBe(true);
  },
);

test('the service takes whatever was made sendable, and keeps it as it is [L6]', () => {
  const units = fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)) });
  fc.assert(
    fc.property(units, (body) => {
      const sendable = toSendableText(body);
      expect(v.parse(text(4000), sendable)).toBe(sendable);
      expect(toSendableText(sendable)).toBe(sendable);
    }),
  );
});
