/** A visitor with many tabs, and the dead sockets of a phone that changed networks; a conversation has one guest. */
export const maxConnections = 16;

/** How many sockets each guest has in this process, counted from before its attach is stored. */
export interface GuestConnections {
  /** False where the guest has as many as one may have; then nothing was counted. */
  tryAdd(memberId: string): boolean;
  /** Whether that was the last one. */
  remove(memberId: string): boolean;
}

export function createGuestConnections(): GuestConnections {
  const counts = new Map<string, number>();
  return {
    tryAdd(memberId) {
      const open = counts.get(memberId) ?? 0;
      if (open >= maxConnections) return false;
      counts.set(memberId, open + 1);
      return true;
    },
    remove(memberId) {
      const left = (counts.get(memberId) ?? 1) - 1;
      if (left > 0) counts.set(memberId, left);
      else counts.delete(memberId);
      return left <= 0;
    },
  };
}
