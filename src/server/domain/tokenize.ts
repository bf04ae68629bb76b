const segmenter = new Intl.Segmenter('und', { granularity: 'word' });

/** Number of letters by which a word is indexed; a longer word is found by its first ones. */
export const wordLettersMax = 64;
/** UTF-16 units of one text, before and after folding. A message has 4,000; most letters fold to three at most. */
const unitsMax = 16_384;

/** Letters that Unicode does not decompose, although people search for them by their plain letters. */
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
 * The distinct words of a text in the form in which they are indexed and searched: without case, accents and width, also
 * in scripts without spaces. Takes linear time and reads at most 16,384 UTF-16 units.
 */
export function tokenize(text: string): string[] {
  const words = new Set<string>();
  for (const { segment, isWordLike } of segmenter.segment(fold(text))) {
    if (isWordLike) words.add(firstLetters(segment.normalize('NFC')));
  }
  return [...words];
}

function fold(text: string): string {
  // Combining marks are removed before normalizing, which takes quadratic time for thousands of them on one letter.
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
