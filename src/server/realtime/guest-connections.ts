/** A visitor with many tabs, and the dead sockets of a phone that changed networks; a conversation has one guest. */
export const mostLines = 16;

/** How many sockets each guest has in this process, counted from before its attach is stored. */
export interface GuestLines {
  /** False where the guest has as many as one may have; then nothing was counted. */
  hold(memberId: string): boolean;
  /** Whether that was the last one. */
  release(memberId: string): boolean;
}

export function createGuestLines(): GuestLines {
  const counts = new Map<string, number>();
  return {
    hold(memberId) {
      const held = counts.get(memberId) ?? 0;
      if (held >= mostLines) return false;
      counts.set(memberId, held + 1);
      return true;
    },
    release(memberId) {
      const left = (counts.get(memberId) ?? 1) - 1;
      if (left > 0) counts.set(memberId, left);
      else counts.delete(memberId);
      return left <= 0;
    },
  };
}
