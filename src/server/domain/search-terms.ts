import { tokenize } from './tokenize.ts';

export const searchedFields = ['text', 'name', 'email'] as const;
export type SearchedField = (typeof searchedFields)[number];

/** What an index is asked for: the whole word, or every word that begins so. */
export type SearchTerm = { word: string; match: 'whole' | 'beginning' };

/** One index holds the words of every field. No word of a text begins with these. */
const fieldPrefixes: Record<SearchedField, string> = { text: '', name: '#', email: '@' };
/** A single letter begins nearly every name. */
const minPrefixLength = 2;

/** The words of one field as an index stores them. */
export function indexedWords(field: SearchedField, text: string): string[] {
  return tokenize(text).map((word) => fieldPrefixes[field] + word);
}

/** What a search of one field asks an index for; all of it must be found. */
export function searchTerms(field: SearchedField, query: string): SearchTerm[] {
  return tokenize(query).map((word) => ({
    word: fieldPrefixes[field] + word,
    match: field !== 'text' && word.length >= minPrefixLength ? 'beginning' : 'whole',
  }));
}
