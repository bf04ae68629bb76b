import { tokenize } from './tokenize.ts';

export const searchedFields = ['text', 'name', 'email'] as const;
export type SearchedField = (typeof searchedFields)[number];

/** One word of a search: matched as a whole, or as the beginning of words. */
export type SearchTerm = { word: string; match: 'whole' | 'beginning' };

/** One index holds the words of every field, told apart by a prefix that no word of a text begins with. */
const fieldPrefixes: Record<SearchedField, string> = { text: '', name: '#', email: '@' };
/** A single letter would match nearly every name. */
const minPrefixLength = 2;

/** The words of one field as an index stores them. */
export function indexedWords(field: SearchedField, text: string): string[] {
  return tokenize(text).map((word) => fieldPrefixes[field] + word);
}

/** The words that a search of one field has to find, all of them. */
export function searchTerms(field: SearchedField, query: string): SearchTerm[] {
  return tokenize(query).map((word) => ({
    word: fieldPrefixes[field] + word,
    match: field !== 'text' && word.length >= minPrefixLength ? 'beginning' : 'whole',
  }));
}
