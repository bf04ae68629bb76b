import type { LoaderChat, ScriptTag } from '../contract/loader-api.ts';
import { createAttributeSync } from './attribute-sync.ts';
import { runChatVerb } from './chat-verbs.ts';
import { createDiagnostics } from './diagnostics.ts';
import { onRemoved, onUrlChange } from './dom-observers.ts';
import { createListeners } from './listeners.ts';
import { createPanelActions } from './panel-actions.ts';
import { takeOverGlobal } from './porchlight-global.ts';
import { rejection } from './rejections.ts';
import { createTriggers } from './triggers.ts';
import { createWidgetAccess } from './widget-access.ts';

/** Connects one chat with its page: the global, the tag's attributes, the page's buttons and its address. */
export function createPageController(
  chat: LoaderChat,
  warn: (message: unknown) => void,
  logError: (message: unknown) => void,
) {
  const { element, panel, script, watcher } = chat;
  const abortController = new AbortController();
  const { signal } = abortController;
  const { fire, listen, unlisten, unlistenAll } = createListeners(element, signal);
  const triggers = createTriggers(chat, signal);
  const diagnostics = createDiagnostics(chat, signal, logError);
  const access = createWidgetAccess(chat, { fire, signal, showUnread: triggers.showUnread });
  const panelActions = createPanelActions(chat, { fire, triggers, access });
  const { open, close, toggle, openFrom, onTrigger } = panelActions;
  const attributes = createAttributeSync(chat, { fire, triggers, access, panelActions, signal, warn });
  let global: ReturnType<typeof takeOverGlobal> | undefined;

  const state = () => {
    const store = access.getLoaded()?.store;
    return Object.freeze({
      status: store?.status.value ?? 'idle',
      open: !panel.hidden,
      unread: store?.unread.value ?? 0,
      conversationId: store?.conversationId.value,
    });
  };

  async function run(verb: unknown, first: unknown, second: unknown): Promise<unknown> {
    if (verb === 'destroy') return destroy();
    if (signal.aborted) throw rejection('destroyed', 'The chat was destroyed');
    switch (verb) {
      case 'open':
        triggers.rememberOpener(document.activeElement instanceof HTMLElement ? document.activeElement : undefined);
        return open();
      case 'close':
        return close();
      case 'toggle':
        return toggle();
      case 'show':
      case 'hide':
        return attributes.setHidden(verb === 'hide');
      case 'on':
      case 'once':
        return listen(first, second, verb === 'once');
      case 'off':
        return unlisten(first, second);
      case 'doctor':
        return diagnose();
      default:
        return runChatVerb(access, script.dataset, signal, [verb, first]);
    }
  }

  async function diagnose() {
    const error = await access.load().then(
      () => undefined,
      (reason: unknown) => reason,
    );
    return { ...state(), ...diagnostics.diagnose(triggers.isLauncherMissing(), error) };
  }

  function destroy(): void {
    if (signal.aborted) return;
    abortController.abort();
    triggers.stop();
    access.stop();
    watcher.disconnect();
    document.removeEventListener('click', chat.onclick);
    chat.widget?.dispose();
    if (chat.releaseElement) chat.releaseElement();
    else element.remove();
    global?.remove();
  }

  /**
   * A page that mounts, unmounts and mounts within a moment, as React does in StrictMode, has left a `destroy` in the
   * snippet's queue before there was a chat to destroy: a tag that stands on the page says that the chat is wanted. False
   * where it is not.
   */
  function restart(): boolean {
    const isWanted = chat.releaseElement || script.isConnected || hasDuplicate(script);
    if (!element.isConnected || !isWanted) return false;
    unlistenAll();
    access.dropWaiting();
    return true;
  }

  function observePage(): void {
    const onOwnLauncher = ({ target }: Event) => {
      const button = triggers.launcherAt(target);
      if (button) openFrom(button, toggle);
    };
    document.addEventListener('click', onOwnLauncher, { capture: true, signal });
    if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', attributes.apply, { signal });
    onUrlChange(attributes.apply, signal);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', attributes.apply, { signal });
    if (!chat.releaseElement) onRemoved(element, signal, destroy);
  }

  observePage();
  fire('ready', { id: script.dataset.id ?? '' });
  global = takeOverGlobal({
    name: script.dataset.global || 'Porchlight',
    loaderChat: chat,
    signal,
    run,
    state,
    restart,
    warn,
    listen: (type, listener) => listen(type, listener, false),
  });
  // One of the calls that waited may have been `destroy`.
  if (signal.aborted) global.remove();
  else attributes.applyAtStart();

  return {
    applyAttributes: attributes.apply,
    onAttributesChanged: attributes.onChange,
    destroy,
    onTrigger,
    triggerAt: triggers.triggerAt,
    drainQueue: global.drainQueue,
  };
}

/** Whether the same tag stands on the page once more. */
function hasDuplicate(tag: ScriptTag): boolean {
  const others = [...document.querySelectorAll('script')].filter((other) => other !== tag && other.src === tag.src);
  return others.some(({ dataset }) => dataset.id === tag.dataset.id);
}
