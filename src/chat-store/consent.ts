import { type ReadonlySignal, signal } from '@preact/signals';
import type { GuestDetails } from '../chat/model.ts';

export type ConsentOptions = {
  /** From an earlier page. */
  saved: { hasConsent: boolean; consentAt?: number | undefined };
  isAsked: boolean;
  now(): number;
};

export type ConsentModel = {
  readonly isGiven: ReadonlySignal<boolean>;
  /** Wall clock time of the consent. */
  at(): number | undefined;
  /** The visitor's answer, in this tab or another one. */
  give(isGiven: boolean): void;
  /** Requires consent from now on, or not; an earlier answer is dropped. */
  ask(isAsked: boolean): void;
  /** The visitor's details as agents see them: with the time of the consent. */
  withTime<Guest extends Partial<GuestDetails>>(guest: Guest): Guest;
};

/** Whether the visitor allows anything to be sent or saved, and since when. */
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
    withTime(guest) {
      const time = at && new Date(at).toISOString();
      return time ? { ...guest, customFields: { ...guest.customFields, consentAt: time } } : guest;
    },
  };
}
