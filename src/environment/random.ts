/** Chance as an argument. */
export interface Random {
  /** At least 0, less than 1. */
  fraction(): number;
  /** A UUID, version 4. */
  id(): string;
}
