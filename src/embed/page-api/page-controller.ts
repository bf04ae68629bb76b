import type { Chat, Tag } from '../contract/loader-api.ts';
import { unknownAttributes } from './attribute-warnings.ts';
import { runOnChat } from './chat-verbs.ts';
import { createDoctor } from './diagnostics.ts';
import { wishedName } from './launcher-label.ts';
import { createListeners } from './listeners.ts';
import { whenInView } from './once-visible.ts';
import { takeGlobal } from './porchlight-global.ts';
import { mendColours } from './readable-colours.ts';
import { refusal } from './rejection.ts';
import { createOpeners } from './triggers.ts';
import { unspokenLocale } from './unsupported-locale.ts';
import { isWelcome } from './url-rules.ts';
import { watchAddress } from './watch-address.ts';
import { watchPlace } from './watch-removal.ts';
import { createWidgetAccess } from './widget-access.ts';

/**
 * Serves one chat's page: its global, its attributes, the addresses where it is to be seen.
 * What the page's developer should know goes to `warn`.
 */
export function createAttendant(chat: Chat, warn: (fact: unknown) => void) {
  const { element, launcher, panel, script, watcher } = chat;
  const ends = new AbortController();
  const life = ends.signal;
  const { fire, listen, unlisten, unlistenAll } = createListeners(element, life);
  const openers = createOpeners(chat, life);
  const doctor = createDoctor(chat, life);
  const access = createWidgetAccess(chat, { fire, life, tellUnread: openers.tellUnread });
  const { meet } = access;
  const warned = new Set<string>();
  let isHidden = false;
  let wasSeen = true;
  let isAwaited = false;
  let global: ReturnType<typeof takeGlobal> | undefined;

  function assertAlive(): void {
    if (life.aborted) throw refusal('destroyed', 'The chat was destroyed');
  }

  const state = () => {
    const store = meet()?.store;
    return Object.freeze({
      status: store?.status.value ?? 'idle',
      open: !panel.hidden,
      unread: store?.unread.value ?? 0,
      conversationId: store?.conversationId.value,
    });
  };

  async function open(takesFocus = true): Promise<void> {
    if (panel.hidden && !fire('before-open', {})) return;
    chat.open(takesFocus);
    await access.load();
  }

  /** What a page has written into itself is always open: there is nothing to close. */
  const isInline = () => element.hasAttribute('inline');
  const close = () => (panel.hidden || isInline() ? undefined : chat.close());
  const toggle = () => (panel.hidden ? open() : close());

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
        return close();
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
      case 'doctor': {
        const error = await access.load().then(
          () => undefined,
          (reason: unknown) => reason,
        );
        return { ...state(), ...doctor.diagnose(openers.isLost(), error) };
      }
      default:
        return runOnChat(access, script.dataset, life, [verb, first]);
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
    const { showOn, hideOn, launcher: wish, textLauncher, locale } = script.dataset;
    const isSeen = !isHidden && isWelcome(location.href, showOn, hideOn);
    openers.look();
    const wishes = [document.documentElement.lang, ...navigator.languages];
    if (!meet()) launcher.ariaLabel = textLauncher || wishedName(locale, wishes);
    launcher.hidden = !isSeen || wish === 'none' || openers.hasLauncher();
    if (wasSeen && !isSeen && !panel.hidden) chat.close();
    wasSeen = isSeen;
    if (isSeen && isInline() && panel.hidden && script.dataset.load !== 'manual' && !isAwaited) {
      isAwaited = true;
      whenInView(element, openInline, life);
    }
    const hints = [...unknownAttributes(script.dataset), ...unspokenLocale(script.dataset), ...mendColours(chat)];
    for (const line of hints) {
      if (!warned.has(line)) warn(line);
      warned.add(line);
    }
  }

  function openInline(): void {
    isAwaited = false;
    if (panel.hidden && wasSeen && !life.aborted) chat.open(false);
  }

  /** The tag was changed, or another run of it. */
  function change(records: readonly MutationRecord[]): void {
    const names = records.filter((record) => !isOfAnother(record)).map(({ attributeName }) => attributeName);
    if (!names.length) return;
    chat.widget?.update?.();
    look();
    if (names.includes('data-load')) obeyLoad();
    if (!names.includes('data-open')) return;
    if (script.dataset.open === 'true') openFor(undefined, () => open(false));
    else if (script.dataset.open !== 'restore') close();
  }

  /** Takes over what another run's tag says now; that makes records of this one. */
  function isOfAnother({ target, attributeName }: MutationRecord): boolean {
    if (target === script || !(target instanceof HTMLElement) || !attributeName?.startsWith('data-')) return false;
    const value = target.getAttribute(attributeName);
    if (value === null) script.removeAttribute(attributeName);
    else if (value !== script.getAttribute(attributeName)) script.setAttribute(attributeName, value);
    return true;
  }

  function obeyLoad(): void {
    const { load = '' } = script.dataset;
    const bring = () => void chat.bring().catch(() => {});
    launcher.onpointerenter = launcher.onfocus = load === 'manual' ? null : bring;
    if (load === 'eager') bring();
    else if (load === 'idle') (window.requestIdleCallback ?? setTimeout)(() => life.aborted || bring());
  }

  function onTrigger(button: HTMLElement): void {
    const { porchlightDraft: draft } = button.dataset;
    openFor(button, () => open());
    if (draft) access.whenThere(({ store }) => store.draft.value || store.setDraft(draft));
  }

  function destroy(): void {
    if (life.aborted) return;
    ends.abort();
    openers.stop();
    access.stop();
    watcher.disconnect();
    document.removeEventListener('click', chat.onclick);
    chat.widget?.dispose();
    if (chat.leave) chat.leave();
    else element.remove();
    global?.leave();
  }

  /**
   * A page that mounts, unmounts and mounts within a breath, as React does in StrictMode, has left a `destroy` in the
   * snippet's queue before there was anything to destroy: a tag that stands on the page says that the chat is wanted.
   */
  function beginAgain(): boolean {
    const isWanted = chat.leave || script.isConnected || hasTwin(script);
    if (!element.isConnected || !isWanted) return false;
    unlistenAll();
    access.drop();
    return true;
  }

  const onOwnLauncher = ({ target }: Event) => {
    const button = openers.launcherAt(target);
    if (button) openFor(button, toggle);
  };
  document.addEventListener('click', onOwnLauncher, { capture: true, signal: life });
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', look, { signal: life });
  watchAddress(look, life);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', look, { signal: life });
  if (!chat.leave) watchPlace(element, life, destroy);
  fire('ready', { id: script.dataset.id ?? '' });
  const name = script.dataset.global || 'Porchlight';
  const hear = (type: unknown, listener: unknown) => listen(type, listener, false);
  global = takeGlobal({ name, placed: chat, life, run, state, beginAgain, warn, listen: hear });
  // A call from before may have been just that.
  if (life.aborted) global.leave();
  else begin();

  /** What the tag said of the start, as the loader leaves it to us. */
  function begin(): void {
    if (script.dataset.load) obeyLoad();
    if (script.dataset.open === 'true' && panel.hidden) openFor(undefined, () => open(false));
  }

  return { look, change, destroy, onTrigger, triggerAt: openers.triggerAt, drain: global.drain };
}

/** Whether the same tag stands on the page once more. */
function hasTwin(tag: Tag): boolean {
  const others = [...document.querySelectorAll('script')].filter((other) => other !== tag && other.src === tag.src);
  return others.some(({ dataset }) => dataset.id === tag.dataset.id);
}
