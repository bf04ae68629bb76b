/** Per guest: enough for many tabs and for the dead sockets of a phone that changed networks. */
export const maxConnections = 16;

/** Counts each guest's sockets in this process, from before the attach is stored. */
export interface GuestConnections {
  /** Counts one more; false, and not counted, where the guest has the maximum already. */
  tryAdd(memberId: string): boolean;
  /** Counts one less; true where that was the last one. */
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
