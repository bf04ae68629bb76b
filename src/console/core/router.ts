import { type ReadonlySignal, signal } from '@preact/signals';
import { formatRoute, parseRoute, type Route } from './routes.ts';

/** The part of the address behind `#`. */
export type Address = {
  hash(): string;
  push(hash: string): void;
  replace(hash: string): void;
  /** Back, forward, or an edited address. */
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
      // Back leaves the chat instead of going through all that were opened before.
      if (replacesCurrent(before, next)) address.replace(formatRoute(next));
      else address.push(formatRoute(next));
      place.value = next;
    },
    stop: address.onChange(() => {
      place.value = parseRoute(address.hash());
    }),
  };
}

/** Whether the new route takes the place of the current one: another chat, or another search. */
function replacesCurrent(before: Route, next: Route): boolean {
  if (before.section !== next.section || before.section === 'admin' || next.section === 'admin') return false;
  return (
    (before.chatId === undefined) === (next.chatId === undefined) && (before.section === 'history' || hasChat(next))
  );
}

const hasChat = (place: { chatId: string | undefined }) => place.chatId !== undefined;
