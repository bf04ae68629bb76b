import { canReadWholeChat } from '../../domain/reading.ts';
import type { Conversation, Member } from '../../domain/records.ts';
import type { UnitOfWork } from '../unit-of-work.ts';

/** The last message and the last moment that a user may read of a chat; undefined without a limit. */
export type ReadLimit = { seq: number; at: number } | undefined;

/** The read limit of an authorized user, who may have left the chat before its end. */
export async function findReadLimit(
  { tx }: UnitOfWork,
  { conversation, members }: { conversation: Conversation; members: readonly Member[] },
  userId: string,
): Promise<ReadLimit> {
  if (canReadWholeChat({ conversation, members }, userId)) return undefined;
  const mine = members.filter(({ user_id, joined_at }) => user_id === userId && joined_at !== null);
  const at = Math.max(-1, ...mine.map(({ left_at }) => left_at ?? -1));
  const ids = mine.map(({ id }) => id);
  if (ids.length === 0) return { seq: 0, at };
  const row = await tx
    .selectFrom('message')
    .select((eb) => eb.fn.max('seq').as('seq'))
    .where('conversation_id', '=', conversation.id)
    .where((eb) =>
      eb.or([
        eb('sent_at', '<=', at),
        // Its time may be a little after the leaving itself, since times only rise.
        eb.and([eb('sender_id', 'in', ids), eb('body_type', '=', 'member-leave')]),
      ]),
    )
    .executeTakeFirst();
  return { seq: Number(row?.seq ?? 0), at };
}
