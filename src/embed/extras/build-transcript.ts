import type { TranscriptEntry } from '../../chat/model.ts';
import { loadAll } from '../../chat-store/conversation/load-all.ts';
import type { Transcript, TranscriptLine } from '../../ui/transcript-file.ts';
import type { LaterOptions } from '../widget/extras-context.ts';
import { say } from '../widget/messages/messages.ts';
import { laterWords } from './extras-messages.ts';

/** Longer than this nobody waits for a file; what is there then is what it holds, and it says so. */
const longestWaitMs = 15_000;

/** The chat as it was said, with all its older pages as far as they can be had. */
export async function collect(options: LaterOptions): Promise<Transcript> {
  const { store, words, config, now, after } = options;
  const isOver = store.session.peek().phase !== 'live';
  let cancel = () => {};
  const inTime = new Promise<void>((resolve) => {
    cancel = after(longestWaitMs, resolve);
  });
  if (!isOver) await Promise.race([loadAll(store), inTime]);
  cancel();
  const isWhole = store.history.peek() !== 'more' && store.history.peek() !== 'loading';
  return {
    title: words.title,
    conversationId: store.conversationId.peek(),
    gap: isWhole ? undefined : laterWords(options).gap,
    locale: config.locale,
    direction: config.direction,
    savedAt: now(),
    lines: store.entries.peek().flatMap((entry) => lineOf(entry, options)),
  };
}

function lineOf({ kind, senderId, body, at }: TranscriptEntry, { store, words }: LaterOptions): TranscriptLine[] {
  const isOwn = senderId === store.me.peek();
  const name = store.nameOf(senderId);
  if (kind === 'standard') {
    const from = isOwn ? store.guest.peek().displayName || words.you : name || words.agent;
    return [{ at, role: isOwn ? 'visitor' : 'agent', from, text: body }];
  }
  const isMember = kind === 'member-join' || kind === 'member-leave';
  const who = isOwn ? store.guest.peek().displayName : name;
  if (isMember && !who) return [];
  const text = isMember ? say(words, kind === 'member-join' ? 'joined' : 'left', who ?? '') : body;
  return [{ at, role: 'system', from: '', text }];
}
