import type { TranscriptEntry } from '../../chat/model.ts';
import { loadAll } from '../../chat-store/conversation/load-all.ts';
import type { Transcript, TranscriptLine } from '../../ui/transcript-file.ts';
import type { ExtrasContext } from '../widget/extras-context.ts';
import { formatMessage } from '../widget/messages/messages.ts';
import { extrasMessages } from './extras-messages.ts';

/** The longest wait for older pages; then the file holds what is loaded, and says that older messages are missing. */
const maxWaitMs = 15_000;

/** The whole chat, with all older pages that can be loaded in time. */
export async function buildTranscript(options: ExtrasContext): Promise<Transcript> {
  const { store, config, now, after } = options;
  const { messages, locale, direction } = config();
  const isOver = store.session.peek().phase !== 'live';
  let cancel = () => {};
  const inTime = new Promise<void>((resolve) => {
    cancel = after(maxWaitMs, resolve);
  });
  if (!isOver) await Promise.race([loadAll(store), inTime]);
  cancel();
  const isWhole = store.history.peek() !== 'more' && store.history.peek() !== 'loading';
  return {
    title: messages.title,
    conversationId: store.conversationId.peek(),
    gap: isWhole ? undefined : extrasMessages(options).gap,
    locale,
    direction,
    savedAt: now(),
    lines: store.entries.peek().flatMap((entry) => lineOf(entry, options)),
  };
}

function lineOf({ kind, senderId, body, at }: TranscriptEntry, { store, config }: ExtrasContext): TranscriptLine[] {
  const { messages } = config();
  const isOwn = senderId === store.me.peek();
  const name = store.nameOf(senderId);
  if (kind === 'standard') {
    const from = isOwn ? store.guest.peek().displayName || messages.you : name || messages.agent;
    return [{ at, role: isOwn ? 'visitor' : 'agent', from, text: body }];
  }
  const isMember = kind === 'member-join' || kind === 'member-leave';
  const who = isOwn ? store.guest.peek().displayName : name;
  if (isMember && !who) return [];
  const text = isMember ? formatMessage(messages, kind === 'member-join' ? 'joined' : 'left', who ?? '') : body;
  return [{ at, role: 'system', from: '', text }];
}
