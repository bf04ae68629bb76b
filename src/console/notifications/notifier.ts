import type { TitleFlash } from '../../ui/title-flash.ts';
import type { Tone } from '../../ui/tone.ts';

/** How the desk reaches somebody who looks elsewhere. */
export type Notifier = {
  /** `onReady`: the browser lets this page sound from now on. */
  createTone(onReady: () => void): Tone;
  title: TitleFlash;
  notices: Notices;
  /**
   * Calls `onHeld` once no other tab of this browser holds `name`; the returned function lets go. Without it each tab
   * is on its own.
   */
  acquireLock: ((name: string, onHeld: () => void) => () => void) | undefined;
  /** This very page has the keyboard. */
  isFocused(): boolean;
};

export type NoticePermission = 'unasked' | 'granted' | 'denied' | 'none';

export type Notices = {
  permission(): NoticePermission;
  /** Only ever from a press of a button: browsers and people hold the other way against a page. */
  ask(): Promise<NoticePermission>;
  /** One with the same tag is replaced. Returns what takes it back. */
  show(notice: { title: string; tag: string; onClick(): void }): () => void;
};
