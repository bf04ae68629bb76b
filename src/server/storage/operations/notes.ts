import type { Note } from '../../domain/chat-event.ts';
import { reject } from '../../domain/rejection.ts';
import { type AgentCaller, admitAgent, checkOffered, mayRead } from '../repositories/agents.ts';
import type { Reach } from '../repositories/reach.ts';
import type { Transaction } from '../transaction.ts';
import { newId, type Outcome, perform, type Work } from '../unit-of-work.ts';

type NoteArgs = { agent: AgentCaller; now: number; body: string; key?: string | undefined };

export const noteOperations = {
  /** By whoever is or was in the chat, also after it: that is when there is time for it. */
  async writeNote(tx: Transaction, args: NoteArgs): Promise<Outcome<Note>> {
    return perform(tx, args.now, async (work) => {
      const { agent, body, key } = args;
      const admitted = await admitAgent(work, agent, 'write');
      if ('rejection' in admitted) return admitted;
      const { members } = admitted.value;
      if (!members.some((one) => one.user_id === agent.userId && mayRead(one))) return { rejection: notYours };
      const refused = checkOffered(members, agent.userId);
      if (refused) return { rejection: refused };
      const earlier = key === undefined ? undefined : await findByKey(work, agent, key);
      if (earlier) return earlier.body === body ? { value: earlier } : { rejection: otherNote };
      return { value: await appendNote(work, agent, body, key) };
    });
  },

  async listNotes(tx: Transaction, args: { agent: AgentCaller; now: number }): Promise<Outcome<Note[]>> {
    return perform(tx, args.now, async (work) => {
      const admitted = await admitAgent(work, args.agent, 'read');
      if ('rejection' in admitted) return admitted;
      return { value: await notesOf(tx, args.agent.conversationId, admitted.value.reach) };
    });
  },
};

const notYours = reject('not.authorized', 'You are not in this conversation');
const otherNote = reject('request.conflict', 'This Idempotency-Key was used for another note');

/** Numbers a note under the conversation's row lock, which the caller holds, and tells it to agents. */
export async function appendNote(
  { tx, now, events }: Work,
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
  const note = await select(tx).where('note.id', '=', own.id).executeTakeFirstOrThrow();
  events.push({ type: 'note', note: toNote(note) });
  return toNote(note);
}

export async function notesOf(tx: Transaction, conversationId: string, reach?: Reach): Promise<Note[]> {
  const all = select(tx).where('note.conversation_id', '=', conversationId);
  const rows = await (reach ? all.where('note.written_at', '<=', reach.at) : all).orderBy('note.seq').execute();
  return rows.map(toNote);
}

function select(tx: Transaction) {
  return tx
    .selectFrom('note')
    .innerJoin('user', 'user.id', 'note.user_id')
    .selectAll('note')
    .select('user.name as author_name');
}

type Row = Awaited<ReturnType<ReturnType<typeof select>['execute']>>[number];

function toNote({ id, conversation_id, seq, user_id, author_name, body, written_at, idempotency_key }: Row): Note {
  const author = { id: user_id, name: author_name };
  return { id, conversationId: conversation_id, seq, author, body, writtenAt: written_at, key: idempotency_key };
}

async function findByKey({ tx }: Work, { conversationId, userId }: AgentCaller, key: string) {
  const row = await select(tx)
    .where('note.conversation_id', '=', conversationId)
    .where('note.user_id', '=', userId)
    .where('note.idempotency_key', '=', key)
    .executeTakeFirst();
  return row && toNote(row);
}
