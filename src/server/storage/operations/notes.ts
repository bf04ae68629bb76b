import type { Note } from '../../domain/chat-event.ts';
import { reject } from '../../domain/rejection.ts';
import { type AgentCaller, authorizeAgent, checkAccepted, mayRead } from '../repositories/callers.ts';
import type { ReadLimit } from '../repositories/read-limit.ts';
import type { Transaction } from '../transaction.ts';
import { newId, type OperationResult, runOperation, type UnitOfWork } from '../unit-of-work.ts';

type NoteArgs = { agent: AgentCaller; now: number; body: string; key?: string | undefined };

export const noteOperations = {
  /** Adds a note of an agent who is or was in the chat, also after its end. */
  async writeNote(tx: Transaction, args: NoteArgs): Promise<OperationResult<Note>> {
    return runOperation(tx, args.now, async (work) => {
      const { agent, body, key } = args;
      const authorized = await authorizeAgent(work, agent, 'write');
      if ('rejection' in authorized) return authorized;
      const { members } = authorized.value;
      if (!members.some((one) => one.user_id === agent.userId && mayRead(one))) return { rejection: notYours };
      const refused = checkAccepted(members, agent.userId);
      if (refused) return { rejection: refused };
      const earlier = key === undefined ? undefined : await findByKey(work, agent, key);
      if (earlier) return earlier.body === body ? { value: earlier } : { rejection: otherNote };
      return { value: await appendNote(work, agent, body, key) };
    });
  },

  async listNotes(tx: Transaction, args: { agent: AgentCaller; now: number }): Promise<OperationResult<Note[]>> {
    return runOperation(tx, args.now, async (work) => {
      const authorized = await authorizeAgent(work, args.agent, 'read');
      if ('rejection' in authorized) return authorized;
      return { value: await findNotes(tx, args.agent.conversationId, authorized.value.readLimit) };
    });
  },
};

const notYours = reject('not.authorized', 'You are not in this conversation');
const otherNote = reject('request.conflict', 'This Idempotency-Key was used for another note');

/** Numbers a note and emits it to agents. The caller holds the row lock of the conversation. */
export async function appendNote(
  { tx, now, events }: UnitOfWork,
  { conversationId, userId }: AgentCaller,
  body: string,
  key?: string,
): Promise<Note> {
  const last = await tx
    .selectFrom('note')
    .select('seq')
    .where('conversation_id', '=', conversationId)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  const own = { conversation_id: conversationId, user_id: userId, seq: (last?.seq ?? 0) + 1, id: newId() };
  await tx
    .insertInto('note')
    .values({ ...own, body, written_at: now, idempotency_key: key ?? null })
    .execute();
  const note = await selectNotes(tx).where('note.id', '=', own.id).executeTakeFirstOrThrow();
  events.push({ type: 'note', note: toNote(note) });
  return toNote(note);
}

export async function findNotes(tx: Transaction, conversationId: string, readLimit?: ReadLimit): Promise<Note[]> {
  const all = selectNotes(tx).where('note.conversation_id', '=', conversationId);
  const rows = await (readLimit ? all.where('note.written_at', '<=', readLimit.at) : all).orderBy('note.seq').execute();
  return rows.map(toNote);
}

function selectNotes(tx: Transaction) {
  return tx
    .selectFrom('note')
    .innerJoin('user', 'user.id', 'note.user_id')
    .selectAll('note')
    .select('user.name as author_name');
}

type Row = Awaited<ReturnType<ReturnType<typeof selectNotes>['execute']>>[number];

function toNote({ id, conversation_id, seq, user_id, author_name, body, written_at, idempotency_key }: Row): Note {
  const author = { id: user_id, name: author_name };
  return { id, conversationId: conversation_id, seq, author, body, writtenAt: written_at, key: idempotency_key };
}

async function findByKey({ tx }: UnitOfWork, { conversationId, userId }: AgentCaller, key: string) {
  const row = await selectNotes(tx)
    .where('note.conversation_id', '=', conversationId)
    .where('note.user_id', '=', userId)
    .where('note.idempotency_key', '=', key)
    .executeTakeFirst();
  return row && toNote(row);
}
