import type { ActorKind } from '../schema/schema.ts';
import type { Transaction } from '../transaction.ts';
import { newId } from '../unit-of-work.ts';
import { personKey } from './conversation-email.ts';

/** Who changes something, in which organization, and when. A person may act through a client. */
export type Act = {
  now: number;
  organizationId: string;
  by: { kind: ActorKind; id: string; clientId?: string | undefined };
};

export type Subject = { kind: string; id: string; name: string };

/** Writes down what an administrator does, in the transaction that does it. */
export async function addAuditEntry(
  tx: Transaction,
  { now, organizationId, by }: Act,
  action: string,
  subject: Subject,
) {
  const entry = { id: newId(), organization_id: organizationId, at: now, action };
  const who = { actor_kind: by.kind, actor_id: by.id, actor_name: await findActorName(tx, by) };
  const what = { subject_kind: subject.kind, subject_id: subject.id, subject_name: subject.name };
  await tx
    .insertInto('audit_entry')
    .values({ ...entry, ...who, ...what })
    .execute();
}

/** What whoever operates the service does by a command. */
export const createOperatorAct = (organizationId: string, now: number): Act => ({
  now,
  organizationId,
  by: { kind: 'operator', id: 'npm run admin' },
});

/** Writes down a command that changes more than one thing, for one organization or, without one, for all. */
export async function addCommandEntry(
  tx: Transaction,
  command: string,
  { now, organizationId }: { now: number; organizationId?: string | undefined },
) {
  const all = tx.selectFrom('organization').select('id');
  const rows = await (organizationId === undefined ? all : all.where('id', '=', organizationId)).execute();
  for (const { id } of rows) {
    await addAuditEntry(tx, createOperatorAct(id, now), 'ran', { kind: 'command', id: '', name: command });
  }
}

/** As they are called now. A provider is called by its address. */
async function findActorName(tx: Transaction, { kind, id }: Act['by']): Promise<string> {
  switch (kind) {
    case 'provider':
      return URL.parse(id)?.host ?? id;
    case 'operator':
    case 'service':
      return id;
    case 'user':
    case 'client': {
      const table = kind === 'user' ? 'user' : 'oauth_client';
      const found = await tx.selectFrom(table).select('name').where('id', '=', id).executeTakeFirst();
      return found?.name ?? '';
    }
    default:
      return kind satisfies never;
  }
}

/** Whoever this address is of was deleted: what the log tells of them stays, without it. */
export async function eraseAddress(tx: Transaction, organizationId: string, address: string): Promise<void> {
  const forgotten = personKey(address);
  const named = tx
    .selectFrom('audit_entry')
    .select(['id', 'subject_name', 'actor_name'])
    .where('organization_id', '=', organizationId)
    .where((eb) => eb.or([eb('subject_name', 'like', '%@%'), eb('actor_name', 'like', '%@%')]));
  for (const { id, ...names } of await named.execute()) {
    for (const column of ['subject_name', 'actor_name'] as const) {
      if (personKey(names[column]) !== forgotten) continue;
      await tx
        .updateTable('audit_entry')
        .set({ [column]: '' })
        .where('id', '=', id)
        .execute();
    }
  }
}
