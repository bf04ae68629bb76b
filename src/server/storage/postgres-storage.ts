import type { AnyOperation } from './group-commit.ts';
import { migrations } from './migrations.ts';
import { operations } from './operations.ts';
import { openPostgresEngine, type PostgresOptions } from './postgres-engine.ts';
import type { OperationArgs, OperationName, OperationResult, Storage } from './storage.ts';

export type PostgresStorageOptions = Omit<PostgresOptions, 'operations' | 'migrations'>;

/** The store in a PostgreSQL of the operator's. Throws StartRefused when it cannot be used. */
export async function openPostgresStorage(options: PostgresStorageOptions): Promise<Storage> {
  // By name they lose their types, which `Storage` gives back.
  const byName = operations as unknown as Record<string, AnyOperation>;
  const engine = await openPostgresEngine({ ...options, operations: byName, migrations });
  return {
    async run<Name extends OperationName>(name: Name, args: OperationArgs<Name>) {
      return (await engine.run(name, args)) as OperationResult<Name>;
    },
    close: () => engine.close(),
  };
}
