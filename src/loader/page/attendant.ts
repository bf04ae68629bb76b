import type { Chat } from '../../embed/chat.ts';
import type { VerbStore, WidgetHandle } from '../../embed/chat-handle.ts';
import { savedChatKey } from '../../embed/saved-chat-key.ts';
import { hasSavedChat } from '../saved-chat.ts';
import { isWelcome } from './addresses.ts';
import { diagnose } from './doctor.ts';
import { createListeners } from './listeners.ts';
import { createOpeners } from './openers.ts';
import { takeGlobal } from './porchlight-global.ts';
import { readBoolean, readFormat, readIdentity, readMessage, readText } from './read-arguments.ts';
import { refusal } from './refusal.ts';
import { reportStore } from './report.ts';
import { send, start } from './talk.ts';
import { unknownAttributes } from './unknown-attributes.ts';
import { watchAddress } from './watch-address.ts';

type Loaded = { widget: WidgetHandle; store: VerbStore };

/**
 * Serves one chat's page: its global, its attributes, the addresses where it is to be seen.
 * What the page's developer should know goes to `warn`.
 */
export function createAttendant(chat: Chat, warn: (fact: unknown) => void) {
  const { element, launcher, panel, script, watcher } = chat;
  const ends = new AbortController();
  const life = ends.signal;
  const { fire, listen, unlisten } = createListeners(element, life);
  const openers = createOpeners(chat, life);
  const warned = new Set<string>();
  /** What was asked for while there was no widget to do it. */
  let waiting: ((loaded: Loaded) => unknown)[] = [];
  let stops: (() => void)[] = [];
  let loaded: Loaded | undefined;
  let isHidden = false;
  let wasSeen = true;
  let leaveGlobal = () => {};

  async function load(): Promise<Loaded> {
    const widget = await chat.bring().catch((error) => {
      const reason = error instanceof Error ? error.message : String(error);
      fire('error', { code: 'load.failed', message: reason });
      throw refusal('load.failed', reason, error);
    });
    chat.widget ??= widget;
    assertAlive();
    const there = meet();
    if (!there) throw refusal('load.failed', 'The widget of this build knows no verbs');
    return there;
  }

  /** The widget, if it has come by now; the first time it is told what waited. */
  function meet(): Loaded | undefined {
    const { widget } = chat;
    if (loaded || !widget?.store) return loaded;
    loaded = { widget, store: widget.store };
    stops = reportStore(widget.store, fire);
    stops.push(widget.store.unread.subscribe(openers.tellUnread));
    for (const task of waiting) task(loaded);
    waiting = [];
    return loaded;
  }

  function whenThere(task: (loaded: Loaded) => unknown): unknown {
    const there = meet();
    if (there) return task(there);
    waiting.push(task);
    return undefined;
  }

  function assertAlive(): void {
    if (life.aborted) throw refusal('destroyed', 'The chat was destroyed');
  }

  const state = () =>
    Object.freeze({
      status: loaded?.store.status.value ?? 'idle',
      open: !panel.hidden,
      unread: loaded?.store.unread.value ?? 0,
      conversationId: loaded?.store.conversationId.value,
    });

  async function open(takesFocus = true): Promise<void> {
    if (panel.hidden && !fire('before-open', {})) return;
    chat.open(takesFocus);
    await load();
  }

  const nobody = () => script.dataset.textVisitor || 'Visitor';
  const toggle = () => (panel.hidden ? open() : chat.close());

  /** Opens for a button of the page, which gets the focus back. Whatever goes wrong is said in the panel. */
  function openFor(button: HTMLElement | undefined, how: () => unknown): void {
    openers.remember(button);
    Promise.resolve(how()).catch(() => {});
  }

  async function run(verb: unknown, first: unknown, second: unknown): Promise<unknown> {
    if (verb === 'destroy') return destroy();
    assertAlive();
    switch (verb) {
      case 'open':
        openers.remember(document.activeElement instanceof HTMLElement ? document.activeElement : undefined);
        return open();
      case 'close':
        return panel.hidden ? undefined : chat.close();
      case 'toggle':
        return toggle();
      case 'show':
      case 'hide':
        return hide(verb === 'hide');
      case 'on':
      case 'once':
        return listen(first, second, verb === 'once');
      case 'off':
        return unlisten(first, second);
      default:
        return runInside(verb, first);
    }
  }

  /** Verbs on the chat itself. Arguments are read first: what is wrong fetches nothing. */
  async function runInside(verb: unknown, first: unknown): Promise<unknown> {
    switch (verb) {
      case 'start':
        return start((await load()).store, nobody());
      case 'send': {
        const text = readMessage(first);
        return send((await load()).store, text, nobody(), life);
      }
      case 'transcript': {
        const format = readFormat(first);
        return (await load()).widget.transcript?.(format);
      }
      case 'setDraft': {
        const text = readText(first);
        return void whenThere(({ store }) => store.setDraft(text));
      }
      case 'identify': {
        const { guest, memberAuthToken } = readIdentity(first);
        return void whenThere(({ store, widget }) => {
          if (Object.keys(guest).length) store.identify(guest);
          if (memberAuthToken) widget.authorize?.(memberAuthToken);
        });
      }
      case 'consent': {
        const isGiven = readBoolean(first);
        return whenThere(({ store }) => consent(store, isGiven));
      }
      case 'end':
        return meet() || hasSavedChat(script.dataset) ? (await load()).store.end() : undefined;
      case 'reset':
        return reset();
      case 'doctor': {
        const error = await load().then(
          () => undefined,
          (reason: unknown) => reason,
        );
        return { ...state(), ...diagnose(chat, error) };
      }
      default:
        throw refusal('unknown.verb', `Porchlight does not know ${String(verb)}`);
    }
  }

  async function consent(store: VerbStore, isGiven: boolean): Promise<void> {
    const ended = isGiven ? undefined : store.end();
    store.giveConsent(isGiven);
    await ended;
  }

  /** A chat that is kept is over only once the service was told; anything else can be forgotten right here. */
  async function reset(): Promise<void> {
    waiting = [];
    if (meet() || hasSavedChat(script.dataset)) return (await load()).store.forget();
    for (const storage of ['sessionStorage', 'localStorage'] as const)
      try {
        window[storage].removeItem(savedChatKey(script.dataset));
      } catch {
        // Blocked storage has nothing to forget.
      }
  }

  function hide(isWished: boolean): void {
    if (isHidden !== isWished) fire(isWished ? 'hide' : 'show', {});
    isHidden = isWished;
    look();
  }

  /** Takes in what the tag says and where the page is by now. */
  function look(): void {
    if (life.aborted) return chat.widget?.dispose();
    const { showOn, hideOn, launcher: wish, textLauncher } = script.dataset;
    const isSeen = !isHidden && isWelcome(location.href, showOn, hideOn);
    meet();
    openers.look();
    if (!loaded) launcher.ariaLabel = textLauncher || 'Chat';
    launcher.hidden = !isSeen || wish === 'none' || openers.hasLauncher();
    if (wasSeen && !isSeen && !panel.hidden) chat.close();
    wasSeen = isSeen;
    for (const line of unknownAttributes(script.dataset)) {
      if (!warned.has(line)) warn(line);
      warned.add(line);
    }
  }

  /** The tag was changed. */
  function change(names: readonly (string | null)[]): void {
    const tag = script.dataset;
    chat.widget?.update?.();
    look();
    if (names.includes('data-load') && /eager|idle/.test(tag.load ?? '')) chat.bring().catch(() => {});
    if (!names.includes('data-open')) return;
    if (tag.open === 'true') openFor(undefined, () => open(false));
    else if (!panel.hidden) chat.close();
  }

  function onTrigger(button: HTMLElement): void {
    const { porchlightDraft: draft } = button.dataset;
    openFor(button, () => open());
    if (draft) whenThere(({ store }) => store.draft.value || store.setDraft(draft));
  }

  function destroy(): void {
    if (life.aborted) return;
    ends.abort();
    openers.stop();
    for (const stop of stops) stop();
    watcher.disconnect();
    document.removeEventListener('click', chat.onPageClick);
    chat.widget?.dispose();
    element.remove();
    leaveGlobal();
  }

  // Before the loader's own listener: a tap that is prevented is none.
  const onLauncher = (event: Event) => {
    if (panel.hidden && !fire('before-open', {})) event.stopImmediatePropagation();
  };
  launcher.addEventListener('click', onLauncher, { capture: true, signal: life });
  const onOwnLauncher = ({ target }: Event) => {
    const button = openers.launcherAt(target);
    if (button) openFor(button, toggle);
  };
  document.addEventListener('click', onOwnLauncher, { capture: true, signal: life });
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', look, { signal: life });
  watchAddress(look, life);
  fire('ready', { id: script.dataset.id ?? '' });
  const name = script.dataset.global || 'Porchlight';
  leaveGlobal = takeGlobal({ name, run, state, warn, listen: (type, listener) => listen(type, listener, false) });
  // A call from before may have been just that.
  if (life.aborted) leaveGlobal();

  return { look, change, onTrigger, triggerAt: openers.triggerAt };
}
