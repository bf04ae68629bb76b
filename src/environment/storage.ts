/** A small text store that never throws: where the browser refuses, texts live as long as the page. */
export interface TextStorage {
  read(key: string): string | undefined;
  /** False where the text will not outlive the page. */
  write(key: string, text: string): boolean;
  /** The names of all that is there, other code's too. */
  keys(): string[];
  /** Forgets the text, wherever an earlier page may have kept it. */
  remove(key: string): void;
}
