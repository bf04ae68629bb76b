import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Entry } from '../../chat/message.ts';

type LogScrollOptions = {
  entries: readonly Entry[];
  me: string;
  canLoadOlder: boolean;
  onTop(): void;
};

const nearPx = 60;

/** Stays at the end while one reads there, and holds still while one reads elsewhere. */
export function useLogScroll({ entries, me, canLoadOlder, onTop }: LogScrollOptions) {
  const log = useRef<HTMLDivElement>(null);
  const before = useRef({ isAtEnd: true, fromEnd: 0, first: '', last: '' });
  const [missed, setMissed] = useState(0);
  const first = entries[0]?.viewId ?? '';
  const newest = entries.at(-1);
  const last = newest?.viewId ?? '';

  const remember = () => {
    const box = log.current;
    if (!box) return;
    const fromEnd = box.scrollHeight - box.scrollTop;
    const isAtEnd = fromEnd - box.clientHeight < nearPx;
    before.current = { isAtEnd, fromEnd, first, last };
    if (isAtEnd) setMissed(0);
    if (box.scrollTop < nearPx && canLoadOlder) onTop();
  };
  const toEnd = () => {
    if (log.current) log.current.scrollTop = log.current.scrollHeight;
    remember();
  };

  useLayoutEffect(() => {
    const box = log.current;
    const was = before.current;
    if (!box) return;
    const isOwnNew = last !== was.last && newest?.senderId === me;
    if (was.isAtEnd || isOwnNew) return toEnd();
    if (first !== was.first) box.scrollTop = box.scrollHeight - was.fromEnd;
    else if (last !== was.last) {
      const index = entries.findIndex(({ viewId }) => viewId === was.last);
      setMissed((count) => count + entries.length - 1 - index);
    }
    remember();
  });

  useEffect(() => {
    const box = log.current;
    if (!box) return;
    // A smaller window, or a composer that grows, must not push the newest words out of sight.
    const watch = new ResizeObserver(() => {
      if (before.current.isAtEnd) box.scrollTop = box.scrollHeight;
    });
    watch.observe(box);
    return () => watch.disconnect();
  }, []);

  return { log, missed, toEnd, onScroll: remember };
}
