// @vitest-environment happy-dom
import { afterEach, expect, test } from 'vitest';
import { en } from './en.ts';
import { speak } from './speak.ts';

const english = { ...en };
afterEach(() => void Object.assign(en, english));

test.each([
  [['de-AT', 'en'], 'de', 'Anmelden'],
  [['ja', 'de'], 'de', 'Anmelden'],
  [['en-GB', 'de'], '', 'Sign in'],
  [['klingon'], '', 'Sign in'],
])(
  'an agent whose browser speaks %s is spoken to in "%s", and what is not translated is English',
  async (wishes, language, word) => {
    const page = document.createElement('html');

    await speak(wishes, page);

    expect(page.lang).toBe(language);
    expect(en.signIn).toBe(word);
    expect(en.product).toBe('Porchlight');
  },
);

test('a translation says nothing that English does not, and takes as much', async () => {
  const { words } = await import('./de.ts');

  for (const [name, word] of Object.entries(words)) {
    const own: unknown = Reflect.get(english, name);
    expect([name, typeof word]).toEqual([name, typeof own]);
    if (typeof word === 'function' && typeof own === 'function')
      expect([name, word.length]).toEqual([name, own.length]);
  }
});
