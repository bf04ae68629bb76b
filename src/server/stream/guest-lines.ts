/** How many sockets each guest has in this process, counted from before its attach is stored. */
export interface GuestLines {
  hold(memberId: string): void;
  /** Whether that was the last one. */
  release(memberId: string): boolean;
}

export function createGuestLines(): GuestLines {
  const counts = new Map<string, number>();
  return {
    hold(memberId) {
      counts.set(memberId, (counts.get(memberId) ?? 0) + 1);
    },
    release(memberId) {
      const left = (counts.get(memberId) ?? 1) - 1;
      if (left > 0) counts.set(memberId, left);
      else counts.delete(memberId);
      return left <= 0;
    },
  };
}
