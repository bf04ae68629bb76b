import type { Selectable } from 'kysely';
import { checkVersion, type Rejection, reject } from '../../domain/rejection.ts';
import { type Act, addAuditEntry } from '../repositories/audit.ts';
import type { CannedReplyTable } from '../schema/schema.ts';
import type { Transaction } from '../transaction.ts';
import { newId, type Result } from '../unit-of-work.ts';

export type CannedReply = Selectable<CannedReplyTable>;
type Given = { shortcut: string; body: string; version?: number | undefined };

export const cannedReplyOperations = {
  async listCannedReplies(tx: Transaction, { organizationId }: { organizationId: string }): Promise<CannedReply[]> {
    return tx
      .selectFrom('canned_reply')
      .selectAll()
      .where('organization_id', '=', organizationId)
      .orderBy('shortcut')
      .execute();
  },

  /** Without an id, a new one. */
  async putCannedReply(
    tx: Transaction,
    { act, id, given }: { act: Act; id: string | undefined; given: Given },
  ): Promise<Result<CannedReply>> {
    const shortcut = given.shortcut.toLowerCase();
    const before = id === undefined ? undefined : await findReply(tx, act, id);
    if (id !== undefined && !before) return { rejection: noReply };
    const stale = before && checkVersion(before.version, given.version);
    if (stale) return { rejection: stale };
    const same = await tx
      .selectFrom('canned_reply')
      .select('id')
      .where('organization_id', '=', act.organizationId)
      .where('shortcut', '=', shortcut)
      .executeTakeFirst();
    if (same && same.id !== id)
      return { rejection: reject('request.conflict', `There is a reply /${shortcut} already`) };
    const { body } = given;
    const reply = before
      ? await tx
          .updateTable('canned_reply')
          .set({ shortcut, body, version: before.version + 1 })
          .where('id', '=', before.id)
          .returningAll()
          .executeTakeFirstOrThrow()
      : await tx
          .insertInto('canned_reply')
          .values({ id: newId(), organization_id: act.organizationId, shortcut, body, created_at: act.now })
          .returningAll()
          .executeTakeFirstOrThrow();
    await addAuditEntry(tx, act, before ? 'changed' : 'created', {
      kind: 'canned reply',
      id: reply.id,
      name: shortcut,
    });
    return { value: reply };
  },

  async removeCannedReply(tx: Transaction, { act, id }: { act: Act; id: string }): Promise<Result<null>> {
    const before = await findReply(tx, act, id);
    if (!before) return { rejection: noReply };
    await tx.deleteFrom('canned_reply').where('id', '=', id).execute();
    await addAuditEntry(tx, act, 'removed', { kind: 'canned reply', id, name: before.shortcut });
    return { value: null };
  },
};

const noReply: Rejection = reject('resource.not.found', 'There is no such canned reply');

function findReply(tx: Transaction, { organizationId }: Act, id: string): Promise<CannedReply | undefined> {
  return tx
    .selectFrom('canned_reply')
    .selectAll()
    .where('id', '=', id)
    .where('organization_id', '=', organizationId)
    .forUpdate()
    .executeTakeFirst();
}
