// @vitest-environment happy-dom
import { afterEach, expect, test } from 'vitest';
import { clockTime, waitedTime } from '../components/times.ts';
import { loadLanguage } from './load-language.ts';
import { adminMessages, locale, messages } from './messages.ts';

const page = document.createElement('html');
afterEach(() => loadLanguage(['en'], page));

test.each([
  [['de-AT', 'en'], 'de', 'ltr', 'Anmelden'],
  [['ja', 'de'], 'de', 'ltr', 'Anmelden'],
  [['', 'fr-CA'], 'fr', 'ltr', 'Se connecter'],
  [['es-419'], 'es', 'ltr', 'Iniciar sesión'],
  [['ar', 'en'], 'ar', 'rtl', 'تسجيل الدخول'],
  [['en-GB', 'de'], 'en', 'ltr', 'Sign in'],
  [['klingon'], 'en', 'ltr', 'Sign in'],
])('an agent who prefers %s gets %s, in its direction', async (preferred, language, dir, word) => {
  await loadLanguage(preferred, page);

  expect([page.lang, page.dir, messages.value.signIn]).toEqual([language, dir, word]);
});

test('another choice changes every message, and English comes back whole', async () => {
  const before = [JSON.stringify(messages.value), JSON.stringify(adminMessages.value), messages.value.unread(2)];
  await loadLanguage(['ar'], page);
  await loadLanguage(['de'], page);
  expect([messages.value.keys.J, adminMessages.value.title]).toEqual(['Nächster Chat', 'Verwaltung']);

  await loadLanguage(['en'], page);

  expect([JSON.stringify(messages.value), JSON.stringify(adminMessages.value), messages.value.unread(2)]).toEqual(
    before,
  );
});

test('times and numbers are those of the country, where the browser names one', async () => {
  const at = new Date(2026, 10, 23, 21, 5).getTime();
  await loadLanguage(['de', 'fr-CH', 'de-AT'], page);
  expect([locale.value, clockTime(at)]).toEqual(['de-AT', '21:05']);

  await loadLanguage(['ar-EG'], page);
  expect(waitedTime(65_000)).toBe('١:٠٥');
  await loadLanguage(['en'], page);
  expect([clockTime(at), waitedTime(3_725_000)]).toEqual([expect.stringMatching(/^9:05\sPM$/), '1:02:05']);
});
