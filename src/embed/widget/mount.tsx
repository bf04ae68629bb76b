import { computed, effect, signal } from '@preact/signals';
import { render } from 'preact';
import type { ChatStore } from '../../chat-store/chat-store-types.ts';
import type { WidgetHandle, WidgetOptions } from '../contract/widget-api.ts';
import { Boundary } from './boundary.tsx';
import type { Asked, ChatView } from './chat-view.ts';
import type { WidgetConfig } from './config.ts';
import { whatToMend } from './describe-setup-error.ts';
import type { LaterOptions, Sound } from './extras-context.ts';
import { createExtras } from './lazy-extras.ts';
import { say } from './messages/messages.ts';
import css from './styles/widget.css?inline';
import { Panel } from './views/panel.tsx';

export type MountOptions = {
  options: WidgetOptions;
  store: ChatStore;
  config: WidgetConfig;
  now(): number;
  after: LaterOptions['after'];
  sound: Sound;
  prepare(): void;
  /** For whoever has to mend the page or the service. */
  complain(fact: unknown): void;
};

export type MountedChat = Omit<WidgetHandle, 'update'> & {
  /** Shows what other attributes say. */
  update(next: WidgetConfig): void;
};

/**
 * Takes the loader's launcher along at once, and fills its panel when `update` first says in which words. `dispose` lets
 * go of all that was started.
 */
export function mountChat({ options, store, config, now, after, sound, prepare, complain }: MountOptions): MountedChat {
  const { element, panel, launcher, live, settings, loadChunk: load } = options;
  const { words } = config;
  /** A part of its page: nothing covers anything, and nothing closes. */
  const isInline = () => element.hasAttribute('inline');
  const question = signal<Asked>();
  const ask = (asked?: Asked) => {
    question.value = asked;
    // What was told before is answered by now.
    extras.notice.value = '';
  };
  const extras = createExtras({ store, panel, words, config, settings, now, after, sound, ask, load, isInline, close });
  const view: ChatView = {
    store,
    config,
    words,
    agentName: nameAgent(),
    question,
    room: signal(''),
    ...extras,
    ask,
    askEnd,
    now,
    prepare,
    close,
  };

  const badge = document.createElement('span');
  badge.part = 'badge';
  launcher.replaceChildren(badge);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  element.shadowRoot?.adoptedStyleSheets.push(sheet);
  panel.id = 'panel';
  launcher.setAttribute('aria-controls', 'panel');

  let isDrawn = false;
  let wantsFocus = false;
  let spoken: string | undefined;
  // What is only seen in the log, which is silent, is said by the one voice outside.
  const typing = computed(() => store.isOpen.value && !!store.typing.value);
  let underWay: string[] = [];
  const stops = [
    effect(() => {
      const isOpen = store.isOpen.value;
      panel.hidden = !isOpen;
      launcher.ariaExpanded = `${isOpen}`;
    }),
    effect(() => {
      // Until it has words, the launcher keeps the name it was drawn with.
      if (store.unread.value || isDrawn) nameLauncher();
    }),
    effect(() => {
      const news = store.announcement.value;
      // A name that is looked up late is no news.
      if (news?.id === spoken) return;
      spoken = news?.id;
      if (news?.type === 'message') live.textContent = `${store.nameOf(news.senderId) ?? words.agent}: ${news.body}`;
      else if (news?.type === 'notice') live.textContent = news.body;
      else if (news) live.textContent = say(words, 'unread', news.count);
    }),
    effect(() => {
      if (typing.value) live.textContent = say(words, 'typing', view.agentName.peek());
    }),
    effect(() => {
      const failed = store.entries.value.filter(({ delivery }) => delivery.state === 'failed');
      // What had failed before this page saw it under way is no news.
      const { body, delivery } = failed.findLast(({ viewId }) => underWay.includes(viewId)) ?? {};
      underWay = store.entries.value.flatMap((entry) => (failed.includes(entry) ? [] : entry.viewId));
      // With its text: the same sentence twice would be heard once.
      if (delivery?.state === 'failed') live.textContent = `${words[delivery.reason]} ${body}`;
    }),
    effect(() => {
      const session = store.session.value;
      if (session.phase === 'failed') complain(whatToMend(session.error, config.apiBase));
    }),
  ];

  function nameAgent() {
    return computed(() => store.agent.value?.displayName || words.agent);
  }

  function nameLauncher() {
    const count = store.unread.value;
    badge.textContent = count ? `${count}` : '';
    launcher.ariaLabel = words.launcher + (count ? `, ${say(words, 'unread', count)}` : '');
  }

  /** Words and settings are no signals: another view makes all that shows them draw itself anew. */
  function draw() {
    if (!isDrawn) panel.replaceChildren();
    isDrawn = true;
    panel.setAttribute('aria-labelledby', 'title');
    panel.lang = config.wordsLocale;
    render(
      <Boundary sentence={words.broken} onBroken={complain}>
        <Panel view={{ ...view, agentName: nameAgent() }} />
      </Boundary>,
      panel,
    );
  }

  // A page's own shortcuts would answer to what is typed here: to them the keys come from our element, not from a field.
  const keyEvents = ['keydown', 'keypress', 'keyup'] as const;
  for (const type of keyEvents) panel.addEventListener(type, onKey);

  function onKey(event: KeyboardEvent) {
    event.stopPropagation();
    if (event.type !== 'keydown' || event.key !== 'Escape' || event.isComposing) return;
    // What lies on top goes first.
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

  function askEnd(closes?: boolean) {
    const end = () => {
      ask();
      store.end();
      if (closes) store.close();
    };
    const answers = [
      { word: words.end, onAnswer: end },
      { word: words.keep, onAnswer: () => ask() },
    ];
    ask({ sentence: words.endAsk, answers });
  }

  function close() {
    const { phase } = store.session.value;
    wantsFocus = false;
    const isGoing = phase === 'live' || phase === 'starting';
    const asks = isGoing && config.endOn.includes('close');
    if (asks) return askEnd(true);
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
      Object.assign(words, next.words);
      Object.assign(config, next, { words });
      nameLauncher();
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
