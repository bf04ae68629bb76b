import { type ReadonlySignal, signal } from '@preact/signals';
import { formatRoute, parseRoute, type Route } from './routes.ts';

/** The part of the address behind `#`. */
export type Address = {
  hash(): string;
  push(hash: string): void;
  replace(hash: string): void;
  /** Back, forward, or a hand in the address bar. */
  onChange(listener: () => void): () => void;
};

export type Router = {
  route: ReadonlySignal<Route>;
  navigate(place: Route): void;
  stop(): void;
};

export function createRouter(address: Address): Router {
  const place = signal(parseRoute(address.hash()));
  return {
    route: place,
    navigate(next) {
      const before = place.value;
      if (formatRoute(next) === formatRoute(before)) return;
      // Back leads out of a chat, not through all that were looked at on the way.
      if (replacesCurrent(before, next)) address.replace(formatRoute(next));
      else address.push(formatRoute(next));
      place.value = next;
    },
    stop: address.onChange(() => {
      place.value = parseRoute(address.hash());
    }),
  };
}

/** From one chat to another, or another search in the history. */
function replacesCurrent(before: Route, next: Route): boolean {
  if (before.section !== next.section || before.section === 'admin' || next.section === 'admin') return false;
  return (
    (before.chatId === undefined) === (next.chatId === undefined) && (before.section === 'history' || hasChat(next))
  );
}

const hasChat = (place: { chatId: string | undefined }) => place.chatId !== undefined;
