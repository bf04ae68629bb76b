/** A small text store that never throws: where the browser refuses, reads are `undefined` and `write` says `false`. */
export interface TextStorage {
  read(key: string): string | undefined;
  write(key: string, text: string): boolean;
  remove(key: string): void;
}
