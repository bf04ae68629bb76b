import { type ReadonlySignal, useComputed } from '@preact/signals';
import { clockTime, waitedMinutes, waitedTime } from '../components/times.ts';
import { messages } from '../messages/messages.ts';
import type { AgentChatStore } from './agent-chat-store.ts';

type RelativeTimeProps = { chat: AgentChatStore; now: ReadonlySignal<number> };

const minuteMs = 60_000;

/** How long a visitor has been waiting for an agent or an answer; otherwise the time of the last message. */
export function RelativeTime({ chat, now }: RelativeTimeProps) {
  const details = chat.details.value;
  // Rendered when the minute changes, not every second.
  const minutes = useComputed(() => {
    const since = chat.waitingSince.value;
    return since === undefined ? 0 : Math.floor((now.value - since) / minuteMs);
  });
  const at = chat.lastEntry.value?.at ?? details.connectedAt;
  if (details.state === 'offered') {
    // `now` is read only for offers: other rows must not render every second.
    const waited = waitedTime(now.value - (details.startedAt ?? now.value));
    return <span class="row-time">{messages.value.waitingSince(waited)}</span>;
  }
  if (minutes.value > 0)
    return <span class="row-time">{messages.value.waitingSince(waitedMinutes(minutes.value))}</span>;
  if (at === undefined) return null;
  return (
    <time class="row-time" dateTime={new Date(at).toISOString()}>
      {clockTime(at)}
    </time>
  );
}
