import type { Kysely } from 'kysely';
import { ApiError, type ApiErrorData } from '../api-error.ts';
import type { Database } from './sqlite-database.ts';

export type Request = { id: number; name: string; args: unknown };
export type Failure = { kind: 'refused'; error: ApiErrorData } | { kind: 'unavailable' | 'bug'; message: string };
export type Answer = { id: number } & ({ ok: true; value: unknown } | { ok: false; failure: Failure });

export type AnyOperation = (tx: Kysely<unknown>, args: unknown) => Promise<unknown>;

/**
 * Runs the requests in order in one transaction, each behind a savepoint, so that one which throws leaves nothing
 * behind while the others stand. The answers come after the commit; when that fails, nothing happened to anybody.
 */
export async function commitTogether(
  database: Database<unknown>,
  operations: ReadonlyMap<string, AnyOperation>,
  requests: readonly Request[],
): Promise<Answer[]> {
  try {
    database.execute('BEGIN IMMEDIATE');
    const answers: Answer[] = [];
    for (const request of requests) {
      answers.push(await runOne(database, operations, request));
    }
    database.execute('COMMIT');
    return answers;
  } catch (thrown) {
    if (database.isInTransaction()) database.execute('ROLLBACK');
    return requests.map(({ id }) => ({ id, ok: false, failure: { kind: 'unavailable', message: textOf(thrown) } }));
  }
}

async function runOne(
  database: Database<unknown>,
  operations: ReadonlyMap<string, AnyOperation>,
  { id, name, args }: Request,
): Promise<Answer> {
  database.execute('SAVEPOINT one');
  try {
    const operation = operations.get(name);
    if (operation === undefined) throw new Error(`There is no operation ${name}`);
    const value = await operation(database.kysely, args);
    database.execute('RELEASE one');
    return { id, ok: true, value };
  } catch (thrown) {
    // A full disk or a failing one ends the whole transaction, not only this operation's part.
    if (!database.isInTransaction()) throw thrown;
    database.execute('ROLLBACK TO one');
    database.execute('RELEASE one');
    return { id, ok: false, failure: failureOf(thrown) };
  }
}

function failureOf(thrown: unknown): Failure {
  if (thrown instanceof ApiError) return { kind: 'refused', error: thrown.toData() };
  return { kind: 'bug', message: textOf(thrown) };
}

function textOf(thrown: unknown): string {
  return thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
}
