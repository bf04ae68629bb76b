import { signal } from '@preact/signals';
import { type ChatError, waitAfter } from '../../chat/errors.ts';
import type { Clock } from '../../environment/environment.ts';

const sendEveryMs = 3_000;
const quietAfterLimitMs = 30_000;
const shownMs = 5_000;

/** Who types on the other side, and telling that we do (R18). */
export function createTyping({ clock, tell }: { clock: Clock; tell(): Promise<void> | undefined }) {
  const who = signal<string | undefined>(undefined);
  /** Service time of the others' newest sign of typing or talk: what is not newer was repeated, or comes too late. */
  let heardAt = 0;
  let typedAt = -Infinity;
  let isQuiet = false;
  let cancelShown = () => {};
  let cancelQuiet = () => {};

  function hide(): void {
    cancelShown();
    who.value = undefined;
  }

  function hideOf(memberId: string): void {
    if (who.peek() === memberId) hide();
  }

  /** What cannot be told now is not worth telling later. */
  function tellNow(): void {
    typedAt = -Infinity;
    const sending = tell();
    if (sending) beQuiet(sendEveryMs);
    sending?.catch((error: ChatError) => {
      const waitMs = waitAfter(error);
      if (waitMs !== undefined) beQuiet(Math.max(quietAfterLimitMs, waitMs));
    });
  }

  function beQuiet(durationMs: number): void {
    isQuiet = true;
    cancelQuiet();
    cancelQuiet = clock.after(durationMs, () => {
      isQuiet = false;
      if (clock.monotonicNow() - typedAt < sendEveryMs) tellNow();
    });
  }

  return {
    who,
    /** A key was pressed here. */
    typed(): void {
      typedAt = clock.monotonicNow();
      if (!isQuiet) tellNow();
    },
    /** The text was sent: nobody types any more. */
    sent(): void {
      typedAt = -Infinity;
    },
    noticed(memberId: string, at: number): void {
      if (at <= heardAt) return;
      heardAt = at;
      cancelShown();
      who.value = memberId;
      cancelShown = clock.after(shownMs, hide);
    },
    /** This member's message has come, or the member went. */
    ended(memberId: string, at: number): void {
      heardAt = Math.max(heardAt, at);
      hideOf(memberId);
    },
    /** This member is known to be gone. */
    hideOf,
    stop(): void {
      hide();
      cancelQuiet();
    },
  };
}
