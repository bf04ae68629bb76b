import type { Chat } from '../../embed/chat.ts';
import { isWelcome } from './addresses.ts';
import { runOnChat } from './chat-verbs.ts';
import { diagnose } from './doctor.ts';
import { createListeners } from './listeners.ts';
import { createOpeners } from './openers.ts';
import { takeGlobal } from './porchlight-global.ts';
import { refusal } from './refusal.ts';
import { unknownAttributes } from './unknown-attributes.ts';
import { unspokenLocale } from './unspoken-locale.ts';
import { watchAddress } from './watch-address.ts';
import { watchPlace } from './watch-place.ts';
import { createWidgetAccess } from './widget-access.ts';

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
  const access = createWidgetAccess(chat, { fire, life, tellUnread: openers.tellUnread });
  const { meet } = access;
  const warned = new Set<string>();
  let isHidden = false;
  let wasSeen = true;
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
      case 'doctor': {
        const error = await access.load().then(
          () => undefined,
          (reason: unknown) => reason,
        );
        return { ...state(), ...diagnose(chat, openers.isLost(), error) };
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
    const { showOn, hideOn, launcher: wish, textLauncher } = script.dataset;
    const isSeen = !isHidden && isWelcome(location.href, showOn, hideOn);
    openers.look();
    if (!meet()) launcher.ariaLabel = textLauncher || 'Chat';
    launcher.hidden = !isSeen || wish === 'none' || openers.hasLauncher();
    if (wasSeen && !isSeen && !panel.hidden) chat.close();
    wasSeen = isSeen;
    for (const line of [...unknownAttributes(script.dataset), ...unspokenLocale(script.dataset)]) {
      if (!warned.has(line)) warn(line);
      warned.add(line);
    }
  }

  /** The tag was changed. */
  function change(names: readonly (string | null)[]): void {
    const tag = script.dataset;
    chat.widget?.update?.();
    look();
    if (names.includes('data-load')) {
      const bring = () => void chat.bring().catch(() => {});
      launcher.onpointerenter = launcher.onfocus = tag.load === 'manual' ? null : bring;
      if (/eager|idle/.test(tag.load ?? '')) bring();
    }
    if (!names.includes('data-open')) return;
    if (tag.open === 'true') openFor(undefined, () => open(false));
    else if (!panel.hidden) chat.close();
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
    document.removeEventListener('click', chat.onPageClick);
    chat.widget?.dispose();
    element.remove();
    global?.leave();
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
  watchPlace(element, life, destroy);
  fire('ready', { id: script.dataset.id ?? '' });
  const name = script.dataset.global || 'Porchlight';
  const hear = (type: unknown, listener: unknown) => listen(type, listener, false);
  global = takeGlobal({ name, placed: chat, life, run, state, warn, listen: hear });
  // A call from before may have been just that.
  if (life.aborted) global.leave();

  return { look, change, onTrigger, triggerAt: openers.triggerAt, drain: global.drain };
}
