import type { MessageQuery } from '../../../protocol/schema/page.ts';
import type { Chat, Note } from '../../domain/chat-event.ts';
import type { Conversation, Message } from '../../domain/records.ts';
import { reject } from '../../domain/rejection.ts';
import { type SearchedField, searchedFields, searchTerms } from '../../domain/search-terms.ts';
import { selectSearchIndex } from '../engine/select-search-index.ts';
import { findReadLimit, type ReadLimit } from '../repositories/read-limit.ts';
import type { Transaction } from '../transaction.ts';
import { findMembers, type OperationResult, runOperation, type UnitOfWork } from '../unit-of-work.ts';
import { readPage } from './messages.ts';
import { findNotes } from './notes.ts';

/** The reader: an agent sees the chats they were in and those of their queues, an administrator sees all. */
export type Reader = { organizationId: string; userId: string; seesAll: boolean };

export type HistoryQuery = {
  [field in SearchedField]?: string | undefined;
} & {
  queueId?: string | undefined;
  userId?: string | undefined;
  deploymentId?: string | undefined;
  /** When it ended. */
  from?: number | undefined;
  to?: number | undefined;
  /** The last chat of the page before. */
  after?: string | undefined;
  most: number;
};

/** `unindexed`: how many of the reader's chats are not found by all of their words yet; 10,000 stands for more. */
type Found = { chats: Chat[]; hasMore: boolean; unindexed: number };

export const historyOperations = {
  /** Chats that are over, the last one first. */
  async searchHistory(
    tx: Transaction,
    args: { now: number; reader: Reader; query: HistoryQuery },
  ): Promise<OperationResult<Found>> {
    return runOperation(tx, args.now, async (work) => {
      const { reader, query } = args;
      let select = applyFilters(tx, selectVisible(tx, reader), query);
      if (query.after !== undefined) {
        const last = await selectVisible(tx, reader).where('conversation.id', '=', query.after).executeTakeFirst();
        if (!last) return { rejection: noChat };
        select = select.where((eb) =>
          eb.or([
            eb('conversation.ended_at', '<', last.ended_at),
            eb.and([eb('conversation.ended_at', '=', last.ended_at), eb('conversation.id', '<', last.id)]),
          ]),
        );
      }
      const rows = await select
        .orderBy('conversation.ended_at', 'desc')
        .orderBy('conversation.id', 'desc')
        .limit(query.most + 1)
        .execute();
      const chats: Chat[] = [];
      for (const conversation of rows.slice(0, query.most)) {
        chats.push({ conversation, members: await findMembers(work, conversation.id) });
      }
      return { value: { chats, hasMore: rows.length > query.most, unindexed: await countUnindexed(tx, reader) } };
    });
  },

  async getHistory(
    tx: Transaction,
    args: { now: number; reader: Reader; conversationId: string },
  ): Promise<OperationResult<{ chat: Chat; notes: Note[] }>> {
    return runOperation(tx, args.now, async (work) => {
      const chat = await findChat(work, args);
      if (!chat) return { rejection: noChat };
      const { readLimit, ...found } = chat;
      return { value: { chat: found, notes: await findNotes(tx, found.conversation.id, readLimit) } };
    });
  },

  async listHistoryMessages(
    tx: Transaction,
    args: { now: number; reader: Reader; conversationId: string; query: MessageQuery },
  ): Promise<OperationResult<{ messages: Message[]; hasMore: boolean }>> {
    return runOperation(tx, args.now, async (work) => {
      const chat = await findChat(work, args);
      if (!chat) return { rejection: noChat };
      const own = chat.members.filter(({ user_id }) => user_id === args.reader.userId).map(({ id }) => id);
      return readPage(work, { ...chat, own: new Set(own) }, args.query);
    });
  },
};

const maxCount = 10_000;

const noChat = reject('conversation.error.conversation.not.found', 'There is no such conversation for you to read');

function selectVisible(tx: Transaction, { organizationId, userId, seesAll }: Reader) {
  const all = tx
    .selectFrom('conversation')
    .selectAll('conversation')
    .where('conversation.organization_id', '=', organizationId)
    .where('conversation.ended_at', 'is not', null);
  if (seesAll) return all;
  const { queues, own } = selectParticipation(tx, { userId });
  return all.where((eb) => eb.or([eb('conversation.queue_id', 'in', queues), eb('conversation.id', 'in', own)]));
}

/** The queues of a user, and the chats that the user took part in. */
function selectParticipation(tx: Transaction, { userId }: Pick<Reader, 'userId'>) {
  const queues = tx.selectFrom('queue_member').select('queue_id').where('user_id', '=', userId);
  const own = tx
    .selectFrom('member')
    .select('conversation_id')
    .where('user_id', '=', userId)
    .where('joined_at', 'is not', null);
  return { queues, own };
}

type Selection = ReturnType<typeof selectVisible>;

function applyFilters(tx: Transaction, all: Selection, query: HistoryQuery): Selection {
  let select = all;
  if (query.queueId !== undefined) select = select.where('conversation.queue_id', '=', query.queueId);
  if (query.deploymentId !== undefined) select = select.where('conversation.deployment_id', '=', query.deploymentId);
  if (query.from !== undefined) select = select.where('conversation.ended_at', '>=', query.from);
  if (query.to !== undefined) select = select.where('conversation.ended_at', '<', query.to);
  const { userId } = query;
  if (userId !== undefined) {
    select = select.where(({ eb, selectFrom }) => {
      const theirs = selectFrom('member').select('conversation_id').where('user_id', '=', userId);
      return eb('conversation.id', 'in', theirs.where('joined_at', 'is not', null));
    });
  }
  const index = selectSearchIndex(tx);
  for (const term of searchedFields.flatMap((field) => searchTerms(field, query[field] ?? ''))) {
    // The subquery does not refer to the outer row; otherwise SQLite would run it again for each chat.
    select = select.where('conversation.id', 'in', index.conversationsWith(term));
  }
  return select;
}

/** Counts within a bounded number of unindexed chats; right after an upgrade most chats are unindexed. */
async function countUnindexed(tx: Transaction, reader: Reader): Promise<number> {
  const waiting = tx
    .selectFrom('conversation')
    .select(['id', 'organization_id', 'queue_id'])
    .where('ended_at', 'is not', null)
    .where('indexed_seq', 'is not', null)
    .limit(maxCount);
  const all = tx
    .selectFrom(waiting.as('conversation'))
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('conversation.organization_id', '=', reader.organizationId);
  const { queues, own } = selectParticipation(tx, reader);
  const seen = reader.seesAll
    ? all
    : all.where((eb) => eb.or([eb('conversation.queue_id', 'in', queues), eb('conversation.id', 'in', own)]));
  return (await seen.executeTakeFirstOrThrow()).count;
}

async function findChat(
  work: UnitOfWork,
  { reader, conversationId }: { reader: Reader; conversationId: string },
): Promise<(Chat & { readLimit: ReadLimit }) | undefined> {
  const conversation = await selectVisible(work.tx, reader)
    .where('conversation.id', '=', conversationId)
    .executeTakeFirst();
  if (!conversation) return undefined;
  const members = await findMembers(work, conversationId);
  if (reader.seesAll || (await isQueueMember(work, reader, conversation))) {
    return { conversation, members, readLimit: undefined };
  }
  return { conversation, members, readLimit: await findReadLimit(work, { conversation, members }, reader.userId) };
}

async function isQueueMember({ tx }: UnitOfWork, { userId }: Reader, { queue_id }: Conversation): Promise<boolean> {
  const own = tx.selectFrom('queue_member').select('queue_id').where('user_id', '=', userId);
  return (await own.where('queue_id', '=', queue_id).executeTakeFirst()) !== undefined;
}
