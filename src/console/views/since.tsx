import type { ReadonlySignal } from '@preact/signals';
import type { DeskChat } from '../desk-chat.ts';
import { en } from '../strings/en.ts';
import { clockTime, waitedTime } from './times.ts';

type SinceProps = { chat: DeskChat; now: ReadonlySignal<number> };

/** How long a visitor has waited, or when the last word fell. */
export function Since({ chat, now }: SinceProps) {
  const facts = chat.facts.value;
  const at = chat.lastEntry.value?.at ?? facts.connectedAt;
  if (facts.state === 'offered') {
    // Read here alone: who does not wait is not drawn anew each second.
    const waited = waitedTime(now.value - (facts.startedAt ?? now.value));
    return <span class="row-time">{en.waitingSince(waited)}</span>;
  }
  if (at === undefined) return null;
  return (
    <time class="row-time" dateTime={new Date(at).toISOString()}>
      {clockTime(at)}
    </time>
  );
}
