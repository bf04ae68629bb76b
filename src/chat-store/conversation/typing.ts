import { signal } from '@preact/signals';
import { type ChatError, waitAfter } from '../../chat/errors.ts';
import type { Clock } from '../../environment/environment.ts';

const sendEveryMs = 3_000;
const quietAfterLimitMs = 30_000;
const shownMs = 5_000;

/** Who types on the other side, and sending that this side types (R18). */
export function createTyping({ clock, sendTyping }: { clock: Clock; sendTyping(): Promise<void> | undefined }) {
  const who = signal<string | undefined>(undefined);
  /** Service time of the newest typing or message of the others: older signs are late or repeated. */
  let latestAt = 0;
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

  /** A typing sign that cannot be sent now is dropped. */
  function sendNow(): void {
    typedAt = -Infinity;
    const sending = sendTyping();
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
      if (clock.monotonicNow() - typedAt < sendEveryMs) sendNow();
    });
  }

  return {
    who,
    /** A key was pressed here. */
    typed(): void {
      typedAt = clock.monotonicNow();
      if (!isQuiet) sendNow();
    },
    /** The text was sent: this side has stopped typing. */
    sent(): void {
      typedAt = -Infinity;
    },
    show(memberId: string, at: number): void {
      if (at <= latestAt) return;
      latestAt = at;
      cancelShown();
      who.value = memberId;
      cancelShown = clock.after(shownMs, hide);
    },
    /** This member's message has come, or the member went. */
    ended(memberId: string, at: number): void {
      latestAt = Math.max(latestAt, at);
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
