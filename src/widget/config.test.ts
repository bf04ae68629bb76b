import { expect, test } from 'vitest';
import { readConfig } from './config.ts';

function read(settings: Record<string, string>, pageLocale = 'en') {
  return readConfig(settings, 'https://chat.example', pageLocale);
}

test('the three ids are enough: all else has its default', () => {
  const config = read({ organizationId: 'o', deploymentId: 'd', queue: 'Support' });

  expect(config).toMatchObject({ apiBase: 'https://chat.example', routing: { queue: 'Support' }, guest: {} });
  expect(config).toMatchObject({ storage: 'session', endOn: '', locale: 'en', direction: 'ltr' });
  expect(config.words.title).toBe('Chat with us');
});

test('what is known of the visitor becomes the guest, custom fields by their own names', () => {
  const config = read({ name: 'Mira', email: 'm@x.example', phone: '1', fieldOrderId: '77', fieldPlan: 'gold' });

  expect(config.guest).toEqual({
    displayName: 'Mira',
    email: 'm@x.example',
    phoneNumber: '1',
    customFields: { orderId: '77', plan: 'gold' },
  });
});

test('the routing target takes skills, language and priority', () => {
  const config = read({ queue: 'Support', skills: 'lamps , oil', language: 'German', priority: '3' });

  expect(config.routing).toEqual({ queue: 'Support', skills: ['lamps', 'oil'], language: 'German', priority: 3 });
});

test('row 70: every word can be replaced, also those that are named like states', () => {
  const config = read({
    textTitle: 'Hallo',
    textCatchingUp: 'Moment…',
    textNotFound: 'Weg',
  });

  expect(config.words).toMatchObject({ title: 'Hallo', 'catching-up': 'Moment…', 'not-found': 'Weg' });
});

test.each([
  [{}, 'ar-EG', 'ar-EG', 'rtl'],
  [{ locale: 'auto' }, 'he', 'he', 'rtl'],
  [{ locale: 'de' }, 'ar', 'de', 'ltr'],
  [{ locale: 'arn' }, 'en', 'arn', 'ltr'],
  [{ locale: 'german please' }, 'fr', 'en', 'ltr'],
] as const)('row 70: %o on a page in %s speaks %s, %s', (settings, pageLocale, locale, direction) => {
  expect(read(settings, pageLocale)).toMatchObject({ locale, direction });
});

test('the words are English until the page brings its own, which are in the page’s language', () => {
  expect(read({}, 'de')).toMatchObject({ locale: 'de', wordsLocale: 'en' });
  expect(read({ textTitle: 'Fragen?' }, 'de')).toMatchObject({ wordsLocale: 'de' });
});
