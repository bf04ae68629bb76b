import type { TitleFlash } from '../../ui/title-flash.ts';
import type { Tone } from '../../ui/tone.ts';

/** How the console reaches an agent who is not on this page. */
export type Notifier = {
  /** `onReady`: the browser allows this page to play sound. */
  createTone(onReady: () => void): Tone;
  title: TitleFlash;
  notices: Notices;
  /**
   * Calls `onHeld` once no other tab of this browser holds `name`; returns a release function. Undefined where the
   * browser has no locks.
   */
  acquireLock: ((name: string, onHeld: () => void) => () => void) | undefined;
  /** Whether this page has the keyboard focus. */
  isFocused(): boolean;
};

export type NoticePermission = 'unasked' | 'granted' | 'denied' | 'none';

export type Notices = {
  permission(): NoticePermission;
  /** Only call it from a click: browsers refuse it otherwise. */
  ask(): Promise<NoticePermission>;
  /** Replaces one with the same tag. Returns a function that closes it. */
  show(notice: { title: string; tag: string; onClick(): void }): () => void;
};
