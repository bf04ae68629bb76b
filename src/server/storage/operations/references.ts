import type { Transaction } from '../transaction.ts';
import { disconnectedState } from '../unit-of-work.ts';

export type ReferencedKind = 'queue' | 'deployment' | 'person' | 'code';
type Counted = 'chat' | 'ended chat' | 'wrap-up';
/** A reference to something: a number of chats, or an object by its name. */
export type Reference = { kind: Counted; count: number } | { kind: 'queue' | 'deployment' | 'client'; name: string };

type Which = { organizationId: string; id: string };

export const referenceOperations = {
  /** The current references to an object; empty for an object of another organization. */
  async listReferences(tx: Transaction, { kind, ...which }: Which & { kind: ReferencedKind }): Promise<Reference[]> {
    switch (kind) {
      case 'queue':
        return [...(await findOpenChats(tx, which, 'queue_id')), ...(await findDeployments(tx, which))];
      case 'deployment':
        return [...(await findOpenChats(tx, which, 'deployment_id')), ...(await findEndedChats(tx, which))];
      case 'person':
        return findPersonReferences(tx, which);
      case 'code':
        return findWrapups(tx, which);
      default:
        return kind satisfies never;
    }
  },
};

const toReferences = (kind: Counted, count: number | string): Reference[] =>
  Number(count) === 0 ? [] : [{ kind, count: Number(count) }];

async function findOpenChats(tx: Transaction, { organizationId, id }: Which, by: 'queue_id' | 'deployment_id') {
  const { count } = await tx
    .selectFrom('conversation')
    .select((eb) => eb.fn.countAll<number | string>().as('count'))
    .where('organization_id', '=', organizationId)
    .where(by, '=', id)
    .where('ended_at', 'is', null)
    .executeTakeFirstOrThrow();
  return toReferences('chat', count);
}

async function findEndedChats(tx: Transaction, { organizationId, id }: Which) {
  const { count } = await tx
    .selectFrom('conversation')
    .select((eb) => eb.fn.countAll<number | string>().as('count'))
    .where('organization_id', '=', organizationId)
    .where('deployment_id', '=', id)
    .where('ended_at', 'is not', null)
    .executeTakeFirstOrThrow();
  return toReferences('ended chat', count);
}

async function findDeployments(tx: Transaction, { organizationId, id }: Which): Promise<Reference[]> {
  const rows = await tx
    .selectFrom('deployment')
    .select('name')
    .where('organization_id', '=', organizationId)
    .where('queue_id', '=', id)
    .where('removed_at', 'is', null)
    .execute();
  return rows.map(({ name }) => ({ kind: 'deployment', name }));
}

/** A wrap-up stores the name of the code, too, so it stays readable. */
async function findWrapups(tx: Transaction, { organizationId, id }: Which): Promise<Reference[]> {
  const code = await tx
    .selectFrom('wrapup_code')
    .select('id')
    .where('id', '=', id)
    .where('organization_id', '=', organizationId)
    .executeTakeFirst();
  if (!code) return [];
  // JSON escapes quotation marks in notes, so a note never matches this pattern.
  const { count } = await tx
    .selectFrom('member')
    .select((eb) => eb.fn.countAll<number | string>().as('count'))
    .where('wrapup', 'like', `%"code":${JSON.stringify(code.id)}%`)
    .executeTakeFirstOrThrow();
  return toReferences('wrap-up', count);
}

async function findPersonReferences(tx: Transaction, { organizationId, id }: Which): Promise<Reference[]> {
  const person = await tx
    .selectFrom('user')
    .select('id')
    .where('id', '=', id)
    .where('organization_id', '=', organizationId)
    .executeTakeFirst();
  if (!person) return [];
  const { count } = await tx
    .selectFrom('member')
    .select((eb) => eb.fn.countAll<number | string>().as('count'))
    .where('user_id', '=', id)
    .where('state', '<>', disconnectedState)
    .executeTakeFirstOrThrow();
  const queues = await tx
    .selectFrom('queue_member')
    .innerJoin('queue', 'queue.id', 'queue_member.queue_id')
    .select('queue.name')
    .where('queue_member.user_id', '=', id)
    .orderBy('queue.name')
    .execute();
  const clients = await tx
    .selectFrom('oauth_client')
    .select('name')
    .where('user_id', '=', id)
    .orderBy('name')
    .execute();
  return [
    ...toReferences('chat', count),
    ...queues.map(({ name }) => ({ kind: 'queue' as const, name })),
    ...clients.map(({ name }) => ({ kind: 'client' as const, name })),
  ];
}
