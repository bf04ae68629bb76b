import type { OperationSet } from './engine/group-commit.ts';
import { openPostgresEngine, type PostgresOptions } from './engine/postgres/engine.ts';
import { migrations } from './migrations/migrations.ts';
import * as set from './operations.ts';
import type { OperationArgs, OperationName, OperationReturn, Storage } from './storage.ts';

export type PostgresStorageOptions = Omit<PostgresOptions, keyof OperationSet | 'migrations'>;

/** The store in a PostgreSQL of the operator's. Throws StartupError when it cannot be used. */
export async function openPostgresStorage(options: PostgresStorageOptions): Promise<Storage> {
  // By name they lose their types, which `Storage` gives back.
  const engine = await openPostgresEngine({ ...options, ...(set as unknown as OperationSet), migrations });
  return {
    async run<Name extends OperationName>(name: Name, args: OperationArgs<Name>) {
      return (await engine.run(name, args)) as OperationReturn<Name>;
    },
    close: () => engine.close(),
  };
}
