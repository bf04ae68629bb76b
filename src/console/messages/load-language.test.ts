// @vitest-environment happy-dom
import { afterEach, expect, test } from 'vitest';
import { clockTime, waitedTime } from '../components/times.ts';
import { adminWords } from './admin-en.ts';
import { en } from './en.ts';
import { speak } from './load-language.ts';
import { tongue } from './locale.ts';

const page = document.createElement('html');
afterEach(() => speak(['en'], page));

test.each([
  [['de-AT', 'en'], 'de', 'ltr', 'Anmelden'],
  [['ja', 'de'], 'de', 'ltr', 'Anmelden'],
  [['', 'fr-CA'], 'fr', 'ltr', 'Se connecter'],
  [['es-419'], 'es', 'ltr', 'Iniciar sesión'],
  [['ar', 'en'], 'ar', 'rtl', 'تسجيل الدخول'],
  [['en-GB', 'de'], 'en', 'ltr', 'Sign in'],
  [['klingon'], 'en', 'ltr', 'Sign in'],
])('an agent who wishes for %s is spoken to in %s, from the right side', async (wishes, language, dir, word) => {
  await speak(wishes, page);

  expect([page.lang, page.dir, en.signIn]).toEqual([language, dir, word]);
});

test('another choice says everything anew, and English comes back whole', async () => {
  const before = [JSON.stringify(en), JSON.stringify(adminWords), en.unread(2)];
  await speak(['ar'], page);
  await speak(['de'], page);
  expect([en.keys.J, adminWords.title]).toEqual(['Nächster Chat', 'Verwaltung']);

  await speak(['en'], page);

  expect([JSON.stringify(en), JSON.stringify(adminWords), en.unread(2)]).toEqual(before);
});

test('times and numbers are those of the country, where the browser names one', async () => {
  const at = new Date(2026, 10, 23, 21, 5).getTime();
  await speak(['de', 'fr-CH', 'de-AT'], page);
  expect([tongue.locale, clockTime(at)]).toEqual(['de-AT', '21:05']);

  await speak(['ar-EG'], page);
  expect(waitedTime(65_000)).toBe('١:٠٥');
  await speak(['en'], page);
  expect([clockTime(at), waitedTime(3_725_000)]).toEqual([expect.stringMatching(/^9:05\sPM$/), '1:02:05']);
});
