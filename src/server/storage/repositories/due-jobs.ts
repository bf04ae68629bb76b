import { sql } from 'kysely';
import type { Transaction } from '../transaction.ts';

/** The most jobs of each kind in one run; the next run takes the others. */
const batchSize = 100;
export const dayMs = 24 * 60 * 60 * 1000;

/** What has become due: of a member, a conversation, a media request or a queue, by its id. */
export type DueJob = { kind: DueJobKind; id: string };
export type MemberDue = 'alerting_until' | 'line_until' | 'away_until';
export type ConversationDue = 'notice_at' | 'silence_at' | 'reap_at';
export type DueJobKind = MemberDue | ConversationDue | 'media request' | 'retention' | 'waiting';

export const memberKinds = ['alerting_until', 'line_until', 'away_until'] as const satisfies MemberDue[];
export const conversationKinds = ['notice_at', 'silence_at', 'reap_at'] as const satisfies ConversationDue[];

/** As BIGINT, because PostgreSQL would take INTEGER here. */
const retentionLimit = (now: number) =>
  sql<number>`CAST(${now} AS BIGINT) - deployment.retention_days * CAST(${dayMs} AS BIGINT)`;

/** The chats that are older than their deployment keeps chats. */
export function selectExpiredChats(tx: Transaction, now: number) {
  return tx
    .selectFrom('conversation')
    .innerJoin('deployment', 'deployment.id', 'conversation.deployment_id')
    .select('conversation.id')
    .where('deployment.retention_days', 'is not', null)
    .where('conversation.ended_at', 'is not', null)
    .where('conversation.ended_at', '<=', retentionLimit(now));
}

/** The due ids of one kind, without postponed and running jobs. */
export function findDue(tx: Transaction, kind: DueJobKind, { now, left }: { now: number; left: readonly string[] }) {
  // An empty list is no SQL everywhere; nothing has this id.
  const running = left.length > 0 ? left : [''];
  const setAside = tx.selectFrom('due_failure').select('id').where('kind', '=', kind).where('retry_at', '>', now);
  switch (kind) {
    case 'alerting_until':
    case 'line_until':
    case 'away_until':
      return tx
        .selectFrom('member')
        .select('id')
        .where(kind, '<=', now)
        .where('id', 'not in', running)
        .where('id', 'not in', setAside)
        .orderBy(kind)
        .limit(batchSize)
        .execute();
    case 'notice_at':
    case 'silence_at':
    case 'reap_at': {
      const due = tx
        .selectFrom('conversation')
        .select('id')
        .where(kind, '<=', now)
        .where('id', 'not in', running)
        .where('id', 'not in', setAside);
      const unannounced = kind === 'silence_at' ? due.where('notice_at', 'is', null) : due;
      return unannounced.orderBy(kind).limit(batchSize).execute();
    }
    case 'media request':
      return tx
        .selectFrom('media_request')
        .select('id')
        .where('expires_at', '<=', now)
        .where('id', 'not in', running)
        .where('id', 'not in', setAside)
        .orderBy('expires_at')
        .limit(batchSize)
        .execute();
    case 'retention':
      return selectExpiredChats(tx, now)
        .where('conversation.id', 'not in', running)
        .where('conversation.id', 'not in', setAside)
        .limit(batchSize)
        .execute();
    case 'waiting':
      return tx
        .selectFrom('queue')
        .select('id')
        .where('id', 'in', tx.selectFrom('conversation').select('queue_id').where('is_waiting', '=', 1))
        .where('id', 'not in', running)
        .where('id', 'not in', setAside)
        .orderBy('organization_id')
        .orderBy('id')
        .execute();
    default:
      return kind satisfies never;
  }
}
