/** Whatever a visitor comes to want while chatting is exported here, and fetched by `src/widget/later-file.ts`. */
export const laterIsHere = true;
