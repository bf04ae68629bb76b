import { expect, test } from 'vitest';
import { chooseLocale } from './choose-locale.ts';
import { readConfig } from './config.ts';

function read(settings: Record<string, string>, pageLocale = 'en') {
  return readConfig(settings, 'https://chat.example', chooseLocale(settings.locale, [pageLocale]));
}

test('the three ids suffice: everything else has a default', () => {
  const config = read({ organizationId: 'o', deploymentId: 'd', queue: 'Support' });

  expect(config).toMatchObject({ apiBase: 'https://chat.example', routing: { queue: 'Support' }, guest: {} });
  expect(config).toMatchObject({ storage: 'session', endOn: '', locale: 'en', direction: 'ltr' });
  expect(config.messages.title).toBe('Chat with us');
});

test('attributes about the visitor become the guest, custom fields under their own names', () => {
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

test('row 70: every message can be replaced, also those named like states', () => {
  const config = read({
    textTitle: 'Hallo',
    textCatchingUp: 'Moment…',
    textNotFound: 'Weg',
    textRoomOne: 'Platz für einen',
    textNewer: 'Neues',
  });

  expect(config.messages).toMatchObject({
    title: 'Hallo',
    'catching-up': 'Moment…',
    'not-found': 'Weg',
    newer: 'Neues',
  });
  expect(config.messages.room).toEqual({ one: 'Platz für einen', other: '{count} characters left' });
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

test('the panel has the language of its messages: a translation that is loaded, or the requested one of a site with its own texts', () => {
  const german = { language: 'de', locale: 'de-AT', direction: 'ltr' } as const;

  expect(readConfig({}, '', german)).toMatchObject({ locale: 'de-AT', language: 'en' });
  expect(readConfig({}, '', german, { language: 'de' })).toMatchObject({ locale: 'de-AT', language: 'de' });
  expect(read({ locale: 'sv' })).toMatchObject({ locale: 'sv', language: 'en' });
  expect(read({ locale: 'sv', textTitle: 'Frågor?' })).toMatchObject({ language: 'sv' });
});
