import type { Transaction } from '../transaction.ts';
import { gone } from '../unit-of-work.ts';

export type UsedKind = 'queue' | 'deployment' | 'person' | 'code';
type Counted = 'chat' | 'ended chat' | 'wrap-up';
/** What would miss something: so many chats, or a thing by its name. */
export type Use = { kind: Counted; count: number } | { kind: 'queue' | 'deployment' | 'client'; name: string };

type Which = { organizationId: string; id: string };

export const useOperations = {
  /** What uses it now; nothing, too, of what the organization has not. */
  async listUses(tx: Transaction, { kind, ...which }: Which & { kind: UsedKind }): Promise<Use[]> {
    switch (kind) {
      case 'queue':
        return [...(await chatsIn(tx, which, 'queue_id')), ...(await deploymentsOn(tx, which))];
      case 'deployment':
        return [...(await chatsIn(tx, which, 'deployment_id')), ...(await endedAt(tx, which))];
      case 'person':
        return usesOfPerson(tx, which);
      case 'code':
        return wrapupsWith(tx, which);
      default:
        return kind satisfies never;
    }
  },
};

const counted = (kind: Counted, count: number | string): Use[] =>
  Number(count) === 0 ? [] : [{ kind, count: Number(count) }];

async function chatsIn(tx: Transaction, { organizationId, id }: Which, by: 'queue_id' | 'deployment_id') {
  const { count } = await tx
    .selectFrom('conversation')
    .select((eb) => eb.fn.countAll<number | string>().as('count'))
    .where('organization_id', '=', organizationId)
    .where(by, '=', id)
    .where('ended_at', 'is', null)
    .executeTakeFirstOrThrow();
  return counted('chat', count);
}

async function endedAt(tx: Transaction, { organizationId, id }: Which) {
  const { count } = await tx
    .selectFrom('conversation')
    .select((eb) => eb.fn.countAll<number | string>().as('count'))
    .where('organization_id', '=', organizationId)
    .where('deployment_id', '=', id)
    .where('ended_at', 'is not', null)
    .executeTakeFirstOrThrow();
  return counted('ended chat', count);
}

async function deploymentsOn(tx: Transaction, { organizationId, id }: Which): Promise<Use[]> {
  const rows = await tx
    .selectFrom('deployment')
    .select('name')
    .where('organization_id', '=', organizationId)
    .where('queue_id', '=', id)
    .where('removed_at', 'is', null)
    .execute();
  return rows.map(({ name }) => ({ kind: 'deployment', name }));
}

/** A wrap-up keeps the code's name, too: it goes on saying what the chat was about. */
async function wrapupsWith(tx: Transaction, { organizationId, id }: Which): Promise<Use[]> {
  const code = await tx
    .selectFrom('wrapup_code')
    .select('id')
    .where('id', '=', id)
    .where('organization_id', '=', organizationId)
    .executeTakeFirst();
  if (!code) return [];
  // A quotation mark in what an agent wrote has a backslash before it, so that notes never look like this.
  const { count } = await tx
    .selectFrom('member')
    .select((eb) => eb.fn.countAll<number | string>().as('count'))
    .where('wrapup', 'like', `%"code":${JSON.stringify(code.id)}%`)
    .executeTakeFirstOrThrow();
  return counted('wrap-up', count);
}

async function usesOfPerson(tx: Transaction, { organizationId, id }: Which): Promise<Use[]> {
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
    .where('state', '<>', gone)
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
    ...counted('chat', count),
    ...queues.map(({ name }) => ({ kind: 'queue' as const, name })),
    ...clients.map(({ name }) => ({ kind: 'client' as const, name })),
  ];
}
