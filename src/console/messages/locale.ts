/**
 * What the console speaks now: the language of its words, and the tag that times and numbers follow, which may name a country
 * too. Set before anything is drawn.
 */
export const tongue = { language: 'en', locale: 'en' };
