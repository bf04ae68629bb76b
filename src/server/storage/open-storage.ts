import type { EngineOptions } from './engine/sqlite/engine.ts';
import { openPostgresStorage } from './postgres-storage.ts';
import { openSqliteStorage } from './sqlite-storage.ts';
import type { Storage } from './storage.ts';

export type StorageOptions = {
  /** Where SQLite keeps everything. */
  dataFolder: string;
  /** `postgres://…`: PostgreSQL keeps everything instead. */
  databaseUrl?: string | undefined;
  onWarning?: (message: string) => void;
  onFailure?: () => void;
  /** Where SQLite works; a thread of its own by default. */
  startThread?: EngineOptions['startThread'];
};

/** The store an operator chose. Throws StartupError with a plain sentence when it cannot be had. */
export function openStorage({ dataFolder, databaseUrl, startThread, ...hooks }: StorageOptions): Promise<Storage> {
  return databaseUrl === undefined
    ? openSqliteStorage({ folder: dataFolder, ...hooks, ...(startThread && { startThread }) })
    : openPostgresStorage({ url: databaseUrl, ...hooks });
}
