import { type ReadonlySignal, signal } from '@preact/signals';
import type { GuestDetails } from '../chat/model.ts';

export type ConsentOptions = {
  /** What an earlier page kept. */
  saved: { hasConsent: boolean; consentAt?: number | undefined };
  isAsked: boolean;
  now(): number;
};

export type ConsentModel = {
  readonly isGiven: ReadonlySignal<boolean>;
  /** Wall clock time of the visitor's word. */
  at(): number | undefined;
  /** The visitor's word, or one of another tab's. */
  give(isGiven: boolean): void;
  /** Asks from now on, or does without: nobody's word. */
  ask(isAsked: boolean): void;
  /** The visitor as agents get to see them: with the time of the consent. */
  noted<Guest extends Partial<GuestDetails>>(guest: Guest): Guest;
};

/** Whether the visitor lets anything be sent or kept, and since when. */
export function createConsent({ saved, isAsked, now }: ConsentOptions): ConsentModel {
  const isGiven = signal(!isAsked || saved.hasConsent);
  let at = saved.consentAt;
  return {
    isGiven,
    at: () => at,
    give(isYes) {
      if (isGiven.peek() === isYes) return;
      isGiven.value = isYes;
      at = isYes ? now() : undefined;
    },
    ask(isAskedNow) {
      isGiven.value = !isAskedNow;
      at = undefined;
    },
    noted(guest) {
      const time = at && new Date(at).toISOString();
      return time ? { ...guest, customFields: { ...guest.customFields, consentAt: time } } : guest;
    },
  };
}
