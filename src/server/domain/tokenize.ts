const segmenter = new Intl.Segmenter('und', { granularity: 'word' });

/** Letters of a word that count; what is longer is found by its first ones. */
export const wordLettersMax = 64;
/** UTF-16 units of one text, before and after folding. A message has 4,000; most letters fold to three at most. */
const unitsMax = 16_384;

/** Letters that Unicode does not take apart, although people type them without what is special about them. */
const plainLetters: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  þ: 'th',
  ð: 'd',
  đ: 'd',
  ø: 'o',
  ł: 'l',
  ħ: 'h',
  ŧ: 't',
  ı: 'i',
  ς: 'σ',
};
const specialLetter = new RegExp(`[${Object.keys(plainLetters).join('')}]`, 'g');

/**
 * The different words of a text, as they are indexed and searched: without case or accents, wide and narrow alike, also
 * where no spaces separate them. Takes time linear in the length of the text, of which it reads at most 16,384 units.
 */
export function tokenize(text: string): string[] {
  const words = new Set<string>();
  for (const { segment, isWordLike } of segmenter.segment(fold(text))) {
    if (isWordLike) words.add(firstLetters(segment.normalize('NFC')));
  }
  return [...words];
}

function fold(text: string): string {
  // Marks go first: sorting thousands of them on one letter takes quadratic time.
  const letters = text
    .slice(0, unitsMax)
    .replace(/\p{M}+/gu, '')
    .normalize('NFKD')
    .slice(0, unitsMax);
  return letters
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(specialLetter, (letter) => plainLetters[letter] ?? letter)
    .toWellFormed();
}

function firstLetters(word: string): string {
  return word.length <= wordLettersMax ? word : [...word].slice(0, wordLettersMax).join('');
}
