import { effect, signal } from '@preact/signals';
import type { TranscriptFormat } from '../contract/widget-api.ts';
import type { Aside } from './chat-view.ts';
import type { LaterFile, LaterOptions } from './extras-context.ts';
import { createLaterFile } from './extras-file.ts';
import { narrow } from './narrow-screen.ts';

export type ExtrasOptions = Omit<LaterOptions, 'shown'> & {
  load: Parameters<typeof createLaterFile>[0];
  /** Then it is no sheet, however small the screen. */
  isInline(): boolean;
  close(): void;
};

/** What comes in a file of its own once it is wanted: the menu, transcripts, and with a chat the tone and the title. */
export function createExtras({ load, close, ...options }: ExtrasOptions) {
  const { store, words } = options;
  const fetchLater = createLaterFile(load);
  const shown = {
    notice: signal(''),
    elapsed: signal(''),
    outcome: signal(''),
    picture: signal(''),
    aside: signal<Aside>(),
  };
  const given: LaterOptions = { ...options, shown };
  const small = matchMedia(narrow);
  const isSmall = signal(small.matches);
  small.onchange = () => {
    isSmall.value = small.matches;
  };
  let stopAttending: (() => void) | undefined;
  let stopCovering: (() => void) | undefined;
  let isOver = false;

  function use(what: (later: LaterFile) => unknown, sentence: string): void {
    shown.notice.value = '';
    fetchLater().then(
      (later) => !isOver && what(later),
      () => {
        shown.notice.value = sentence;
      },
    );
  }

  const stop = effect(() => {
    if (store.session.value.phase !== 'live') return;
    // Where it cannot be had, the chat goes on in silence.
    use((later) => {
      stopAttending ??= later.attendTo(given);
    }, '');
  });
  const stopWatching = effect(() => {
    const isSheet = store.isOpen.value && isSmall.value && !options.isInline();
    // At once: what keeps the focus inside follows.
    options.panel.ariaModal = isSheet ? 'true' : null;
    if (!isSheet) return;
    use((later) => {
      stopCovering ??= later.coverScreen(given, close);
    }, '');
  });

  return {
    ...shown,
    openMenu: (trigger: HTMLElement) => use((later) => later.openChatMenu(trigger, given), words.noMenu),
    transcript: async (format: TranscriptFormat) => (await fetchLater()).transcriptAs(format, given),
    saveTranscript: () => use((later) => later.saveTranscript('text', given), words.noMenu),
    dispose(): void {
      isOver = true;
      small.onchange = null;
      stop();
      stopWatching();
      stopAttending?.();
      stopCovering?.();
    },
  };
}
