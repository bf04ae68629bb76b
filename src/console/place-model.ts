import { type ReadonlySignal, signal } from '@preact/signals';
import { hashOf, type Place, readPlace } from './place.ts';

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
      if (isOneOfMany(before) && isOneOfMany(next) && next.room === before.room) address.replace(hashOf(next));
      else address.push(hashOf(next));
      place.value = next;
    },
    stop: address.onChange(() => {
      place.value = readPlace(address.hash());
    }),
  };
}

const isOneOfMany = (place: Place) => place.room !== 'admin' && place.chatId !== undefined;
