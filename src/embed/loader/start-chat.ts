import { launcherNames } from '../contract/launcher-names.ts';
import type { ChatElement, LoaderChat, PageModule, QueuedCall, ScriptTag } from '../contract/loader-api.ts';
import type { WidgetHandle, WidgetModule, WidgetOptions } from '../contract/widget-api.ts';
import { createChunkLoader } from './chunk-loader.ts';
import { installGlobal } from './page-global.ts';
import { hasSavedChat } from './saved-chat.ts';
import { createElement, drawShell } from './shell.ts';

/** An element, or another target of a click. */
type ClickTarget = EventTarget & { closest?(selector: string): Element | null };

/** What both `page.js` and the widget receive. */
type StartedChat = LoaderChat & WidgetOptions & ReturnType<typeof drawShell> & ReturnType<typeof createChunkLoader>;

/** Starts a chat by the attributes of `script`: draws its launcher, in an element of ours or of the page, and loads the rest on demand. */
export function startChat(script: ScriptTag, pageElement?: ChatElement): LoaderChat {
  const settings = script.dataset;
  const queue: QueuedCall[] = [];
  let loading: Promise<WidgetHandle> | null;
  let page: Promise<PageModule> | null;

  const watcher = new MutationObserver((records) => {
    reflectAttributes();
    notifyPageApi(records);
  });
  // An estimate until `page.js` or the widget reads all of the visitor's languages.
  const locale = (settings.locale !== 'auto' && settings.locale) || document.documentElement.lang || navigator.language;
  const shell = drawShell(settings.textLauncher || launcherNames[locale.slice(0, 2)] || 'Chat', pageElement);
  const chat: StartedChat = {
    ...shell,
    ...createChunkLoader(script),
    loadWidget,
    open,
    settings,
    queue,
    onclick,
    close,
    watcher,
    script,
  };
  const { element, launcher, panel, notice, loadByName } = chat;

  function notifyPageApi(cause?: unknown) {
    page ??= loadByName('page');
    return page
      .then(({ syncChat }) => syncChat(chat, cause))
      .catch((error) => {
        page = null;
        logError(error);
      });
  }

  function loadWidget() {
    if (!loading) {
      notice.textContent = settings.textOpening || 'Opening…';
      loading = loadByName('widget').then(mountWidget);
      loading.catch((error: unknown) => {
        loading = null;
        notice.replaceChildren(
          createElement('button', { textContent: settings.textRetry || 'Not loaded. Try again', onclick: open }),
        );
        // A failure at a mere hover is no news to the developer.
        if (!panel.hidden) logError(error);
      });
    }
    return loading;
  }

  function mountWidget({ mount }: WidgetModule) {
    chat.widget = mount(chat);
    // `page.js` fires the events, for listeners without any verb too; after the panel, which comes first.
    notifyPageApi();
    return chat.widget;
  }

  function open(isAsked: unknown) {
    chat.takesFocus = isAsked;
    if (chat.widget) return chat.widget.open(isAsked);
    loadWidget();
    setOpen(true);
  }

  function close() {
    if (chat.widget) return chat.widget.close();
    setOpen(false);
  }

  function setOpen(isOpen: boolean) {
    panel.hidden = !isOpen;
    launcher.ariaExpanded = `${isOpen}`;
  }

  function reflectAttributes() {
    element.setAttribute('theme', settings.theme || '');
    element.setAttribute('position', settings.position || '');
  }

  function onclick({ target }: { target: ClickTarget | null }) {
    if (target?.closest?.('[data-porchlight-open]')) notifyPageApi(target);
  }

  function openUnlessPrevented() {
    const event = { bubbles: true, composed: true, cancelable: true };
    if (element.dispatchEvent(new Event('porchlight:before-open', event))) open(true);
  }

  reflectAttributes();
  setOpen(false);
  // Another run of the tag is another element, watched by the same observer.
  element.mergeTag = (rerun, tag) =>
    rerun.id === settings.id && [Object.assign(settings, rerun), watcher.observe(tag, { attributes: true })];
  element.mergeTag(settings, script);
  // A page that replaces its document element removes the chat; `page.js` puts it back.
  watcher.observe(document, { childList: true });

  launcher.onclick = () => {
    if (!panel.hidden) close();
    // A listener that prevents it may still wait in the queue.
    else if (queue.some((queued) => queued?.[0]?.[1] === 'before-open')) notifyPageApi().then(openUnlessPrevented);
    else openUnlessPrevented();
  };
  // `eager`, `idle` and `manual`, all shorter than `interaction`, are for `page.js`.
  const isForPageApi = settings.load && !settings.load[7];
  if (!isForPageApi) launcher.onpointerenter = launcher.onfocus = loadWidget;
  document.addEventListener('click', onclick);
  launcher.hidden = !!(settings.showOn || settings.hideOn || settings.launcher);
  chat.global = installGlobal(settings.global || 'Porchlight', queue, element, notifyPageApi);
  // Beside the body, not in it: pages replace their body, and the chat goes on.
  if (!pageElement) document.documentElement.append(element);
  if (launcher.hidden || settings.open || isForPageApi) notifyPageApi();
  if (hasSavedChat(settings)) loadWidget();
  return chat;
}

export function logError(error: unknown) {
  console.error('Porchlight:', error);
}
