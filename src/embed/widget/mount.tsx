import { effect, signal } from '@preact/signals';
import { render } from 'preact';
import type { ChatStore } from '../../chat-store/chat-store-types.ts';
import type { WidgetHandle, WidgetOptions } from '../contract/widget-api.ts';
import { announce } from './announce.ts';
import { Boundary } from './boundary.tsx';
import type { PendingQuestion } from './chat-view.ts';
import type { WidgetConfig } from './config.ts';
import type { ExtrasContext, Sound } from './extras-context.ts';
import { createLazyExtras } from './lazy-extras.ts';
import { formatMessage } from './messages/messages.ts';
import frameCss from './styles/frame.css?inline';
import css from './styles/widget.css?inline';
import { Panel } from './views/panel.tsx';

export type MountOptions = {
  options: WidgetOptions;
  store: ChatStore;
  config: WidgetConfig;
  now(): number;
  after: ExtrasContext['after'];
  sound: Sound;
  preload(): void;
  /** For the developer of the page or the service. */
  logError(error: unknown): void;
};

export type MountedChat = Omit<WidgetHandle, 'update'> & {
  /** Draws launcher and panel by the next configuration. */
  update(next: WidgetConfig): void;
};

/**
 * Takes over the loader's launcher at once, and fills its panel when `update` first brings the messages. `dispose` stops
 * all that was started.
 */
export function mountChat({ options, config: first, ...parts }: MountOptions): MountedChat {
  const { element, panel, launcher, live, settings, loadChunk } = options;
  const { store, preload, logError } = parts;
  let config = first;
  let isDrawn = false;
  let wantsFocus = false;
  const question = signal<PendingQuestion>();
  const remaining = signal('');

  /** In the page's flow the panel covers nothing and is never closed. */
  const isInline = () => element.hasAttribute('inline');
  const ask = (next?: PendingQuestion) => {
    question.value = next;
    // An earlier notice is outdated.
    extras.notice.value = '';
  };
  const extras = createLazyExtras({ ...parts, panel, settings, loadChunk, config: () => config, ask, isInline, close });

  const badge = document.createElement('span');
  badge.part = 'badge';
  launcher.replaceChildren(badge);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(frameCss + css);
  element.shadowRoot?.adoptedStyleSheets.push(sheet);
  panel.id = 'panel';
  launcher.setAttribute('aria-controls', 'panel');

  const stops = [
    effect(() => {
      const isOpen = store.isOpen.value;
      panel.hidden = !isOpen;
      launcher.ariaExpanded = `${isOpen}`;
    }),
    effect(() => {
      // Until the messages are there, the launcher keeps the name it was drawn with.
      if (store.unread.value || isDrawn) labelLauncher();
    }),
    ...announce(store, live, () => config.messages),
  ];

  function labelLauncher() {
    const { messages } = config;
    const count = store.unread.value;
    badge.textContent = count ? `${count}` : '';
    launcher.ariaLabel = messages.launcher + (count ? `, ${formatMessage(messages, 'unread', count)}` : '');
  }

  /** Draws everything again: configuration and messages are no signals. */
  function draw() {
    const { messages } = config;
    if (!isDrawn) panel.replaceChildren();
    isDrawn = true;
    panel.setAttribute('aria-labelledby', 'title');
    panel.lang = config.language;
    const view = { ...extras, store, config, messages, question, remaining, ask, confirmEnd, preload, close };
    render(
      <Boundary sentence={messages.broken} onBroken={logError}>
        <Panel view={view} />
      </Boundary>,
      panel,
    );
  }

  // The page's own shortcuts must not react to what is typed here: the keys stay inside our element.
  const keyEvents = ['keydown', 'keypress', 'keyup'] as const;
  for (const type of keyEvents) panel.addEventListener(type, onKey);

  function onKey(event: KeyboardEvent) {
    event.stopPropagation();
    if (event.type !== 'keydown' || event.key !== 'Escape' || event.isComposing) return;
    // Esc closes the topmost: the question before the panel.
    if (question.value) ask();
    else if (!isInline()) close();
  }

  function open(takesFocus: unknown = true) {
    store.open();
    wantsFocus = !!takesFocus;
    focus();
  }

  function focus() {
    if (!wantsFocus || !isDrawn) return;
    wantsFocus = false;
    const field = panel.querySelector<HTMLElement>('form:not([hidden]) :is(input, textarea)');
    (field ?? panel.querySelector<HTMLElement>('[part="dialog"] button'))?.focus();
  }

  function confirmEnd(closes?: boolean) {
    const { messages } = config;
    const end = () => {
      ask();
      store.end();
      if (closes) store.close();
    };
    const answers = [
      { word: messages.end, onAnswer: end },
      { word: messages.keep, onAnswer: () => ask() },
    ];
    ask({ sentence: messages.endAsk, answers });
  }

  function close() {
    const { phase } = store.session.value;
    wantsFocus = false;
    const isRunning = phase === 'live' || phase === 'starting';
    if (isRunning && config.endOn.includes('close')) return confirmEnd(true);
    ask();
    const hadFocus = panel.matches(':focus-within');
    store.close();
    if (hadFocus) launcher.focus();
  }

  return {
    open,
    close,
    toggle: () => (store.isOpen.value ? close() : open()),
    transcript: extras.transcript,
    update(next) {
      config = next;
      labelLauncher();
      draw();
      focus();
    },
    dispose() {
      for (const stop of stops) stop();
      extras.dispose();
      for (const type of keyEvents) panel.removeEventListener(type, onKey);
      render(null, panel);
      store.dispose();
    },
  };
}
