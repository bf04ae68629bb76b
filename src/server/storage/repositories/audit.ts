import type { ActorKind } from '../schema/schema.ts';
import type { Transaction } from '../transaction.ts';
import { newId } from '../unit-of-work.ts';
import { personKey } from './conversation-email.ts';

/** Who makes a change, in which organization, and when. A person may act through a client. */
export type Act = {
  now: number;
  organizationId: string;
  by: { kind: ActorKind; id: string; clientId?: string | undefined };
};

export type Subject = { kind: string; id: string; name: string };

/** Adds an entry to the audit log, in the transaction of the change. */
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

/** An act of the operator by a command. */
export const createOperatorAct = (organizationId: string, now: number): Act => ({
  now,
  organizationId,
  by: { kind: 'operator', id: 'npm run admin' },
});

/** Adds an entry for a command that changes more than one thing, in one organization or, without one, in all. */
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

/** The current name of an actor; the host for a provider. */
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

/** Erases the address of a deleted person from the audit log; the entries stay. */
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
