import type { Message } from './records.ts';

/** What a test deployment always does. */
export const behaviours = ['answers', 'busy', 'closed', 'drops', 'refuses'] as const;
export type Behaviour = (typeof behaviours)[number];

/** What the built-in agent does next in one of its chats. */
export type BotAction =
  | { kind: 'type'; about: string }
  | { kind: 'say'; body: string; key: string }
  | { kind: 'leave' };

type BotSituation = {
  behaviour: Behaviour;
  guestId: string;
  /** Oldest first. */
  messages: readonly Message[];
  maxBodyLength: number;
};

/** Time from a message to its answer: long enough for the typing indicator to be seen. */
export const answerDelayMs = 1000;

/**
 * Decides from the messages alone, so that another process, or this one after a restart, continues: an answer's key is
 * the id of the message that it answers.
 */
export function nextBotActions(
  { behaviour, guestId, messages, maxBodyLength }: BotSituation,
  now: number,
): BotAction[] {
  const answered = new Set(messages.map(({ idempotency_key }) => idempotency_key));
  const guestMessages = messages.filter(
    ({ sender_id, body_type }) => sender_id === guestId && body_type === 'standard',
  );
  const actions: BotAction[] = [];
  for (const [place, { id, body, sent_at }] of guestMessages.entries()) {
    if (answered.has(id)) continue;
    if (behaviour === 'drops' && place > 0) return [...actions, { kind: 'leave' }];
    if (sent_at + answerDelayMs > now) return [...actions, { kind: 'type', about: id }];
    actions.push({ kind: 'say', body: `You wrote: ${body}`.slice(0, maxBodyLength), key: id });
  }
  return actions;
}
