import { openPostgresStorage } from './postgres-storage.ts';
import { openSqliteStorage } from './sqlite-storage.ts';
import type { Storage } from './storage.ts';

export type StorageOptions = {
  /** Where SQLite keeps everything. */
  dataFolder: string;
  /** `postgres://…`: PostgreSQL keeps everything instead. */
  databaseUrl?: string | undefined;
  onTrouble?: (message: string) => void;
  onFailure?: () => void;
};

/** The store an operator chose. Throws StartRefused with a plain sentence when it cannot be had. */
export function openStorage({ dataFolder, databaseUrl, ...hooks }: StorageOptions): Promise<Storage> {
  return databaseUrl === undefined
    ? openSqliteStorage({ folder: dataFolder, ...hooks })
    : openPostgresStorage({ url: databaseUrl, ...hooks });
}
