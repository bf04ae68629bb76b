import type { Chat } from '../../embed/chat.ts';
import type { VerbStore } from '../../embed/chat-handle.ts';
import { events } from '../../embed/events.ts';
import { verbs } from '../../embed/verbs.ts';
import { isWelcome } from './addresses.ts';
import { watchAddress } from './watch-address.ts';

type Queued = [words: ArrayLike<unknown>, resolve: (value: unknown) => void, reject: (error: unknown) => void];
type Listener = (event: Event) => void;

/** Says what a verb could not do; `code` is for programs. */
const refusal = (code: string, message: string) => Object.assign(new Error(message), { code });

/** Serves one chat's page: its global, its attributes, the addresses where it is to be seen. */
export function createAttendant(chat: Chat) {
  const { element, launcher, panel, script, watcher } = chat;
  const name = script.dataset.global || 'Porchlight';
  const life = new AbortController();
  const sticky = new Map<string, unknown>([['ready', undefined]]);
  let stops: (() => void)[] = [];
  let isHidden = false;
  let watched: VerbStore | undefined;
  let siteLauncher: HTMLElement | undefined;

  function fire(type: string, detail?: unknown) {
    element.dispatchEvent(new CustomEvent(`porchlight:${type}`, { detail, bubbles: true, composed: true }));
  }

  function tell(type: string, detail: unknown) {
    sticky.set(type, detail);
    fire(type, detail);
  }

  async function store(): Promise<VerbStore> {
    const widget = await chat.bring().catch((error) => Promise.reject(refusal('load.failed', String(error))));
    if (!widget.store) throw refusal('too.old', 'The widget of this build knows no verbs');
    if (watched !== widget.store) watch(widget.store);
    return widget.store;
  }

  function watch(next: VerbStore) {
    watched = next;
    let wasOpen = next.isOpen.value;
    stops.push(
      next.status.subscribe((status) => tell('status', { status })),
      next.unread.subscribe((count) => tell('unread', { count })),
      next.isOpen.subscribe((isOpen) => {
        if (isOpen !== wasOpen) fire(isOpen ? 'open' : 'close');
        wasOpen = isOpen;
      }),
    );
  }

  const state = () =>
    Object.freeze({
      status: watched?.status.value ?? 'idle',
      open: watched?.isOpen.value ?? !panel.hidden,
      unread: watched?.unread.value ?? 0,
    });

  function listen(type: unknown, listener: unknown, once: boolean) {
    if (typeof type !== 'string' || !events.some((known) => known === type))
      throw refusal('unknown.event', `No event ${String(type)}`);
    if (typeof listener !== 'function') throw refusal('bad.argument', 'The listener is no function');
    const call: Listener = (event) => void listener(event);
    element.addEventListener(`porchlight:${type}`, call, { once, signal: life.signal });
    listeners.push([type, listener, call]);
    const isReplayed = sticky.has(type);
    if (isReplayed) queueMicrotask(() => call(new CustomEvent(`porchlight:${type}`, { detail: sticky.get(type) })));
    if (isReplayed && once) element.removeEventListener(`porchlight:${type}`, call);
    return () => unlisten(type, listener);
  }

  let listeners: [string, unknown, Listener][] = [];
  function unlisten(type: unknown, listener: unknown) {
    for (const [known, own, call] of listeners)
      if (known === type && own === listener) element.removeEventListener(`porchlight:${known}`, call);
    listeners = listeners.filter(([known, own]) => known !== type || own !== listener);
  }

  function text(value: unknown): string {
    if (typeof value !== 'string') throw refusal('bad.argument', 'A text is wanted');
    return value;
  }

  async function run(verb: unknown, first: unknown, second: unknown): Promise<unknown> {
    if (life.signal.aborted && verb !== 'destroy') throw refusal('destroyed', 'The chat was destroyed');
    switch (verb) {
      case 'open':
        await store();
        return chat.open(true);
      case 'close':
        return panel.hidden ? undefined : chat.close();
      case 'toggle':
        await store();
        return panel.hidden ? chat.open(true) : chat.close();
      case 'show':
      case 'hide':
        return hide(verb === 'hide');
      case 'start':
        return (await store()).start();
      case 'send':
        return (await store()).send(text(first));
      case 'setDraft':
        return (await store()).setDraft(text(first));
      case 'end':
        return (await store()).end();
      case 'consent':
        return (await store()).giveConsent();
      case 'reset':
        return (await store()).forget();
      case 'identify':
        return (await store()).identify(details(first));
      case 'on':
      case 'once':
        return listen(first, second, verb === 'once');
      case 'off':
        return unlisten(first, second);
      case 'doctor':
        return { ...state(), attributes: { ...script.dataset }, missing: missing() };
      case 'destroy':
        return destroy();
      default:
        throw refusal('unknown.verb', `Porchlight does not know ${String(verb)}`);
    }
  }

  const missing = () => ['organizationId', 'deploymentId', 'queue'].filter((id) => !script.dataset[id]);

  function details(value: unknown): Record<string, string> {
    if (typeof value !== 'object' || value === null) throw refusal('bad.argument', 'Details are wanted');
    return Object.fromEntries(
      Object.entries(value).filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
    );
  }

  function hide(isWished: boolean) {
    if (isHidden !== isWished) fire(isWished ? 'hide' : 'show');
    isHidden = isWished;
    look();
  }

  /** Takes in what the tag says and where the page is by now. */
  function look() {
    const { showOn, hideOn, launcher: wish = '' } = script.dataset;
    const isSeen = !isHidden && isWelcome(location.href, showOn, hideOn);
    takeLauncher(wish);
    launcher.hidden = !isSeen || wish === 'none' || siteLauncher !== undefined;
    if (!isSeen && !panel.hidden) chat.close();
  }

  function takeLauncher(wish: string) {
    const next = wish === '' || wish === 'bubble' || wish === 'none' ? undefined : find(wish);
    if (next === siteLauncher) return;
    siteLauncher?.removeEventListener('click', onSiteLauncher);
    siteLauncher = next;
    next?.addEventListener('click', onSiteLauncher, { signal: life.signal });
  }

  function onSiteLauncher() {
    if (panel.hidden) chat.open(true);
    else chat.close();
  }

  function destroy() {
    if (life.signal.aborted) return;
    life.abort();
    for (const stop of stops) stop();
    stops = [];
    watcher.disconnect();
    document.removeEventListener('click', chat.onPageClick);
    chat.widget?.dispose();
    element.remove();
    if (Reflect.get(window, name) === global) Reflect.deleteProperty(window, name);
  }

  const call = (...words: unknown[]) => {
    const answer = run(words[0], words[1], words[2]);
    // Whoever called may leave it alone: a rejection nobody awaits is no error of the page.
    answer.catch(() => {});
    return answer;
  };
  const global = Object.assign(call, Object.fromEntries(verbs.map((verb) => [verb, call.bind(undefined, verb)])), {
    on(type: unknown, listener: unknown) {
      try {
        return listen(type, listener, false);
      } catch {
        return () => {};
      }
    },
  });
  Object.defineProperty(global, 'state', { get: state });

  const before: { q?: Queued[]; state?: unknown } | undefined = Reflect.get(window, name);
  if (!before?.state) {
    Reflect.set(window, name, global);
    for (const [words, resolve, reject] of before?.q ?? []) call(...Array.from(words)).then(resolve, reject);
  }
  watchAddress(look, life.signal);
  return { look };
}

function find(selector: string): HTMLElement | undefined {
  try {
    return document.querySelector<HTMLElement>(selector) ?? undefined;
  } catch {
    // Not a selector: there is no such button.
    return undefined;
  }
}
