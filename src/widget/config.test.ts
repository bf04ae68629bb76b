import { expect, test } from 'vitest';
import { readConfig } from './config.ts';

function read(settings: Record<string, string>, pageLocale = 'en') {
  const warnings: string[] = [];
  const config = readConfig(settings, 'https://chat.example', pageLocale, (line) => warnings.push(line));
  return { config, warnings };
}

test('the three ids are enough: all else has its default', () => {
  const { config, warnings } = read({ organizationId: 'o', deploymentId: 'd', queue: 'Support' });

  expect(config).toMatchObject({ apiBase: 'https://chat.example', routing: { queue: 'Support' }, guest: {} });
  expect(config).toMatchObject({ storage: 'session', endOn: '', locale: 'en', direction: 'ltr' });
  expect(config.words.title).toBe('Chat with us');
  expect(warnings).toEqual([]);
});

test('what is known of the visitor becomes the guest, custom fields by their own names', () => {
  const { config } = read({ name: 'Mira', email: 'm@x.example', phone: '1', fieldOrderId: '77', fieldPlan: 'gold' });

  expect(config.guest).toEqual({
    displayName: 'Mira',
    email: 'm@x.example',
    phoneNumber: '1',
    customFields: { orderId: '77', plan: 'gold' },
  });
});

test('the routing target takes skills, language and priority', () => {
  const { config } = read({ queue: 'Support', skills: 'lamps , oil', language: 'German', priority: '3' });

  expect(config.routing).toEqual({ queue: 'Support', skills: ['lamps', 'oil'], language: 'German', priority: 3 });
});

test('every word can be replaced, also those that are named like states', () => {
  const { config, warnings } = read({
    textTitle: 'Hallo',
    textCatchingUp: 'Moment…',
    textNotFound: 'Weg',
  });

  expect(config.words).toMatchObject({ title: 'Hallo', 'catching-up': 'Moment…', 'not-found': 'Weg' });
  expect(warnings).toEqual([]);
});

test('an unknown attribute gets one line, with the name that was meant', () => {
  const { warnings } = read({ organisationId: 'o', storrage: 'none', zebra: '1' });

  expect(warnings).toEqual([
    'unknown attribute data-organisation-id; did you mean data-organization-id?',
    'unknown attribute data-storrage; did you mean data-storage?',
    'unknown attribute data-zebra',
  ]);
});

test.each([
  [{}, 'ar-EG', 'ar-EG', 'rtl'],
  [{ locale: 'auto' }, 'he', 'he', 'rtl'],
  [{ locale: 'de' }, 'ar', 'de', 'ltr'],
  [{ locale: 'arn' }, 'en', 'arn', 'ltr'],
  [{ locale: 'german please' }, 'fr', 'en', 'ltr'],
] as const)('%o on a page in %s speaks %s, %s', (settings, pageLocale, locale, direction) => {
  expect(read(settings, pageLocale).config).toMatchObject({ locale, direction });
});
