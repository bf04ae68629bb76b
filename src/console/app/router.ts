import { type ReadonlySignal, signal } from '@preact/signals';
import { hashOf, type Place, readPlace } from './routes.ts';

/** The part of the address behind `#`. */
export type Address = {
  hash(): string;
  push(hash: string): void;
  replace(hash: string): void;
  /** Back, forward, or a hand in the address bar. */
  onChange(listener: () => void): () => void;
};

export type PlaceModel = {
  place: ReadonlySignal<Place>;
  go(place: Place): void;
  stop(): void;
};

export function createPlaceModel(address: Address): PlaceModel {
  const place = signal(readPlace(address.hash()));
  return {
    place,
    go(next) {
      const before = place.value;
      if (hashOf(next) === hashOf(before)) return;
      // Back leads out of a chat, not through all that were looked at on the way.
      if (isStepAside(before, next)) address.replace(hashOf(next));
      else address.push(hashOf(next));
      place.value = next;
    },
    stop: address.onChange(() => {
      place.value = readPlace(address.hash());
    }),
  };
}

/** From one chat to another, or another search in the history. */
function isStepAside(before: Place, next: Place): boolean {
  if (before.room !== next.room || before.room === 'admin' || next.room === 'admin') return false;
  return (before.chatId === undefined) === (next.chatId === undefined) && (before.room === 'history' || isOneOf(next));
}

const isOneOf = (place: { chatId: string | undefined }) => place.chatId !== undefined;
