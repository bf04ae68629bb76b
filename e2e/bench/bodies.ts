import { readdirSync } from 'node:fs';

const wordsEach = 40;
/** Different words of one language. Few of them come often, many seldom. */
const vocabulary = 3_000;
const folder = new URL('../../src/embed/widget/messages/', import.meta.url);

/** Text of 40 words in the widget's 13 languages by turns, the same in every run. */
export async function createBodies(): Promise<(index: number) => string> {
  const files = readdirSync(folder).filter((file) => /^[a-z]{2}(-[a-z]+)?\.ts$/.test(file));
  const languages = await Promise.all(files.map(vocabularyOf));
  const chance = createChance();
  return (index) => {
    const { words, space } = languages[index % languages.length] ?? { words: [], space: '' };
    const chosen = Array.from({ length: wordsEach }, () => words[Math.floor(words.length * chance() ** 3)] ?? '');
    return chosen.join(space);
  };
}

type Language = { words: string[]; space: string };

/** Made of the language's own letters, as often and as long as its own words have them. */
async function vocabularyOf(file: string): Promise<Language> {
  const exported = (await import(new URL(file, folder).href)) as Record<string, Record<string, unknown>>;
  const text = Object.values(exported)
    .flatMap((catalogue) => Object.values(catalogue))
    .filter((value) => typeof value === 'string')
    .join(' ');
  const segmenter = new Intl.Segmenter(file.slice(0, 2), { granularity: 'word' });
  const own = [...segmenter.segment(text)].filter(({ isWordLike }) => isWordLike).map(({ segment }) => segment);
  const letters = own.join('');
  const chance = createChance();
  const words = new Set(own);
  while (words.size < vocabulary) {
    const { length } = own[Math.floor(own.length * chance())] ?? '';
    words.add(Array.from({ length }, () => letters[Math.floor(letters.length * chance())]).join(''));
  }
  return { words: [...words], space: /^(ja|zh)/.test(file) ? '' : ' ' };
}

function createChance(): () => number {
  let seed = 1;
  return () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
}
