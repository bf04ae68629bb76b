import { signal } from '@preact/signals';
import type { ChatError } from '../chat/chat-error.ts';
import type { Clock } from '../platform/clock.ts';

const sendEveryMs = 3_000;
const quietAfterLimitMs = 30_000;
const shownMs = 5_000;

/** Who types on the other side, and telling that we do (R18). */
export function createTyping({ clock, tell }: { clock: Clock; tell(): Promise<void> | undefined }) {
  const who = signal<string | undefined>(undefined);
  const seen = new Set<string>();
  let quietUntil = 0;
  let cancel = () => {};

  function stop(): void {
    cancel();
    who.value = undefined;
  }

  return {
    who,
    /** A key was pressed here. What cannot be told now is not worth telling later. */
    typed(): void {
      const now = clock.monotonicNow();
      if (now < quietUntil) return;
      const sending = tell();
      if (sending) quietUntil = now + sendEveryMs;
      sending?.catch(({ kind }: ChatError) => {
        if (kind === 'limited') quietUntil = clock.monotonicNow() + quietAfterLimitMs;
      });
    },
    noticed(eventId: string, memberId: string): void {
      if (seen.has(eventId)) return;
      seen.add(eventId);
      cancel();
      who.value = memberId;
      cancel = clock.after(shownMs, stop);
    },
    /** This member's message has come. */
    spoke(memberId: string): void {
      if (who.peek() === memberId) stop();
    },
    stop,
  };
}
