const segmenter = new Intl.Segmenter('und', { granularity: 'word' });
/** Longer ones are no words, and an index takes no key without end. */
const longest = 64;
/** A short beginning finds everybody. */
const shortestBeginning = 2;

/** Letters as they are searched: without case or accents, wide and narrow alike. */
const folded = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/** The different words of a text, also where no spaces part them. */
export function wordsOf(text: string): string[] {
  const words = [...segmenter.segment(folded(text))].filter(({ isWordLike }) => isWordLike);
  return [...new Set(words.map(({ segment }) => segment.slice(0, longest)))];
}

/** A name's or an address's words and the whole of it, by every beginning, so that it is found while it is typed. */
export function beginningsOf(text: string): string[] {
  const whole = folded(text).trim().slice(0, longest);
  const beginnings = [whole, ...wordsOf(text)].flatMap((word) => {
    const letters = [...word];
    return letters.map((_, index) => letters.slice(0, index + 1).join('')).slice(shortestBeginning - 1);
  });
  return [...new Set([...beginnings, whole, ...wordsOf(text)])].filter((word) => word !== '');
}
