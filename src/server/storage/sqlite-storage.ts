import { type EngineOptions, openSqliteEngine } from './engine/sqlite/engine.ts';
import type { OperationArgs, OperationName, OperationReturn, Storage } from './storage.ts';

export type SqliteStorageOptions = Pick<EngineOptions, 'folder' | 'onWarning' | 'onFailure' | 'startThread'>;

/** The embedded store: one file in a folder that this process owns. Throws StartupError when it cannot be owned. */
export async function openSqliteStorage(options: SqliteStorageOptions): Promise<Storage> {
  const engine = await openSqliteEngine({
    ...options,
    operations: new URL('./operations.ts', import.meta.url),
    migrations: new URL('./migrations/migrations.ts', import.meta.url),
  });
  return {
    async run<Name extends OperationName>(name: Name, args: OperationArgs<Name>) {
      return (await engine.run(name, args)) as OperationReturn<Name>;
    },
    close: () => engine.close(),
  };
}
