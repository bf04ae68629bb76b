import type { Selectable } from 'kysely';
import { addCommandEntry } from '../repositories/audit.ts';
import type { AuditEntryTable } from '../schema/schema.ts';
import type { Transaction } from '../transaction.ts';

export type AuditEntry = Selectable<AuditEntryTable>;

export const auditOperations = {
  async auditCommand(
    tx: Transaction,
    { command, ...place }: { command: string; now: number; organizationId?: string | undefined },
  ): Promise<void> {
    await addCommandEntry(tx, command, place);
  },

  /** Newest first, from after the entry of this id. */
  async listAudit(
    tx: Transaction,
    { organizationId, after, most }: { organizationId: string; after: string | undefined; most: number },
  ): Promise<{ entries: AuditEntry[]; hasMore: boolean }> {
    let select = tx.selectFrom('audit_entry').selectAll().where('organization_id', '=', organizationId);
    if (after !== undefined) {
      const last = await select.where('id', '=', after).executeTakeFirst();
      if (!last) return { entries: [], hasMore: false };
      select = select.where((eb) =>
        eb.or([eb('at', '<', last.at), eb.and([eb('at', '=', last.at), eb('id', '<', last.id)])]),
      );
    }
    const entries = await select
      .orderBy('at', 'desc')
      .orderBy('id', 'desc')
      .limit(most + 1)
      .execute();
    return { entries: entries.slice(0, most), hasMore: entries.length > most };
  },
};
