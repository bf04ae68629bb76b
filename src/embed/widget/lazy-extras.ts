import { effect, signal } from '@preact/signals';
import type { TranscriptFormat, WidgetOptions } from '../contract/widget-api.ts';
import type { Prompt } from './chat-view.ts';
import { type ExtrasContext, type ExtrasModule, NARROW_SCREEN_QUERY } from './extras-context.ts';
import { loadOnce, siblingUrl } from './load-once.ts';

export type LazyExtrasOptions = Omit<ExtrasContext, 'signals'> & {
  loadChunk: WidgetOptions['loadChunk'];
  /** Whether the panel stands in the page's flow: then it never covers the screen. */
  isInline(): boolean;
  close(): void;
};

/** Loads `later.js` when it is first needed: for the menu and transcripts, and with a chat for the tone and the title. */
export function createLazyExtras({ loadChunk, close, isInline, ...options }: LazyExtrasOptions) {
  const { store, panel, config } = options;
  const loadExtras = loadOnce(
    (): Promise<ExtrasModule> =>
      __PORCHLIGHT_LATER_INTEGRITY__
        ? loadChunk(siblingUrl('later.js'), __PORCHLIGHT_LATER_INTEGRITY__)
        : import('../extras/main.ts'),
  );
  const signals = {
    notice: signal(''),
    elapsed: signal(''),
    outcome: signal(''),
    picture: signal(''),
    prompt: signal<Prompt>(),
  };
  const context: ExtrasContext = { ...options, signals };
  const narrowScreen = matchMedia(NARROW_SCREEN_QUERY);
  const isNarrow = signal(narrowScreen.matches);
  narrowScreen.onchange = () => {
    isNarrow.value = narrowScreen.matches;
  };
  let stopAttention: (() => void) | undefined;
  let stopCovering: (() => void) | undefined;
  let isDisposed = false;

  /** Calls with the extras; shows the sentence where they cannot be loaded. */
  function withExtras(task: (extras: ExtrasModule) => unknown, sentence: string): void {
    signals.notice.value = '';
    loadExtras().then(
      (extras) => !isDisposed && task(extras),
      () => {
        signals.notice.value = sentence;
      },
    );
  }

  const stops = [
    effect(() => {
      if (store.session.value.phase !== 'live') return;
      // Without the extras the chat goes on silently.
      withExtras((extras) => {
        stopAttention ??= extras.notify(context);
      }, '');
    }),
    effect(() => {
      const isModal = store.isOpen.value && isNarrow.value && !isInline();
      // At once; the extras then keep the focus inside.
      panel.ariaModal = isModal ? 'true' : null;
      if (!isModal) return;
      withExtras((extras) => {
        stopCovering ??= extras.coverScreen(context, close);
      }, '');
    }),
  ];

  return {
    ...signals,
    openMenu: (trigger: HTMLElement) =>
      withExtras((extras) => extras.openChatMenu(trigger, context), config().messages.noMenu),
    transcript: async (format: TranscriptFormat) => (await loadExtras()).writeTranscript(format, context),
    saveTranscript: () => withExtras((extras) => extras.saveTranscript('text', context), config().messages.noMenu),
    dispose(): void {
      isDisposed = true;
      narrowScreen.onchange = null;
      for (const stop of stops) stop();
      stopAttention?.();
      stopCovering?.();
    },
  };
}
