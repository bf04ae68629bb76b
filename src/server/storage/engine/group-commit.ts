import type { Kysely } from 'kysely';
import { ApiError, type ApiErrorData } from '../../core/api-error.ts';
import type { Database } from './sqlite/database.ts';

export type Request = { id: number; name: string; args: unknown };
export type Failure = { kind: 'refused'; error: ApiErrorData } | { kind: 'unavailable' | 'bug'; message: string };
export type Answer = { id: number } & ({ ok: true; value: unknown } | { ok: false; failure: Failure });

export type AnyOperation = (tx: Kysely<unknown>, args: unknown) => Promise<unknown>;
export type AnyBatchOperation = (tx: Kysely<unknown>, all: unknown[]) => Promise<unknown[]>;

/** Operations by name, and those that also take many requests at once; see `operations.ts`. */
export type OperationSet = {
  operations: Readonly<Record<string, AnyOperation>>;
  together?: Readonly<Record<string, AnyBatchOperation>>;
  /** Whether a request deletes for good, so that nothing of it may stay in the engine's own files. */
  isErasing?: (name: string, args: unknown) => boolean;
};

/** The most requests of one batch; each size of a batch is a statement of its own to prepare. */
export const maxBatchSize = 32;

/**
 * Runs the requests in order in one transaction, each one or batch behind a savepoint, so that a request which throws
 * leaves nothing behind while the others stand. The answers come after the commit; when the commit fails, no request
 * had an effect.
 */
export async function commitGroup(
  database: Database<unknown>,
  set: OperationSet,
  requests: readonly Request[],
): Promise<Answer[]> {
  try {
    database.execute('BEGIN IMMEDIATE');
    const answers: Answer[] = [];
    for (const group of groupRequests(set, requests)) {
      const early = await runBatch(database, set, group);
      for (const [index, request] of group.entries()) {
        answers.push(early[index] ?? (await runOne(database, set, request)));
      }
    }
    database.execute('COMMIT');
    return answers;
  } catch (thrown) {
    if (database.isInTransaction()) database.execute('ROLLBACK');
    return requests.map(({ id }) => ({ id, ok: false, failure: { kind: 'unavailable', message: readStack(thrown) } }));
  }
}

/** Neighbouring requests of a batched operation form one group; every other request is a group of its own. */
function groupRequests({ together = {} }: OperationSet, requests: readonly Request[]): Request[][] {
  const groups: Request[][] = [];
  for (const request of requests) {
    const last = groups.at(-1);
    const isSame = last?.[0]?.name === request.name && Object.hasOwn(together, request.name);
    if (last && isSame && last.length < maxBatchSize) last.push(request);
    else groups.push([request]);
  }
  return groups;
}

/** `undefined` for each request that has to run alone: for all of them when the batch fails. */
async function runBatch(
  database: Database<unknown>,
  { together = {} }: OperationSet,
  group: readonly Request[],
): Promise<(Answer | undefined)[]> {
  const [first] = group;
  const operation = first && Object.hasOwn(together, first.name) ? together[first.name] : undefined;
  if (!operation) return [];
  database.execute('SAVEPOINT one');
  try {
    const values = await operation(
      database.kysely,
      group.map(({ args }) => args),
    );
    database.execute('RELEASE one');
    return group.map(({ id }, index) =>
      values[index] === undefined ? undefined : { id, ok: true, value: values[index] },
    );
  } catch (thrown) {
    undo(database, thrown);
    return [];
  }
}

async function runOne(
  database: Database<unknown>,
  { operations }: OperationSet,
  { id, name, args }: Request,
): Promise<Answer> {
  database.execute('SAVEPOINT one');
  try {
    const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
    if (operation === undefined) throw new Error(`There is no operation ${name}`);
    const value = await operation(database.kysely, args);
    database.execute('RELEASE one');
    return { id, ok: true, value };
  } catch (thrown) {
    undo(database, thrown);
    return { id, ok: false, failure: toFailure(thrown) };
  }
}

/** A full disk or a failing one ends the whole transaction, not only one part of it: then it throws on. */
function undo(database: Database<unknown>, thrown: unknown): void {
  if (!database.isInTransaction()) throw thrown;
  database.execute('ROLLBACK TO one');
  database.execute('RELEASE one');
}

function toFailure(thrown: unknown): Failure {
  if (thrown instanceof ApiError) return { kind: 'refused', error: thrown.toData() };
  return { kind: 'bug', message: readStack(thrown) };
}

function readStack(thrown: unknown): string {
  return thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
}
