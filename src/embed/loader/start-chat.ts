import { launcherNames } from '../contract/launcher-names.ts';
import type { Chat, ChatElement, PageModule, Queued, Tag } from '../contract/loader-api.ts';
import type { WidgetHandle, WidgetModule, WidgetOptions } from '../contract/widget-api.ts';
import { createFiles } from './chunk-loader.ts';
import { placeGlobal } from './page-global.ts';
import { hasSavedChat } from './saved-chat.ts';
import { drawShell, make } from './shell.ts';

/** An element, or whatever else can be clicked. */
type ClickTarget = EventTarget & { closest?(selector: string): Element | null };

/** What both `page.js` and the widget are handed. */
type StartedChat = Chat & WidgetOptions & ReturnType<typeof drawShell> & ReturnType<typeof createFiles>;

/** Begins a chat as `script` says, in an element of ours or in one that the page wrote: its launcher, and what brings the rest. */
export function start(script: Tag, written?: ChatElement): Chat {
  const settings = script.dataset;
  const queue: Queued[] = [];
  let loading: Promise<WidgetHandle> | null;
  let page: Promise<PageModule> | null;

  const watcher = new MutationObserver((records) => {
    reflect();
    ask(records);
  });
  // Near enough until `page.js` or the widget reads all that the visitor wishes.
  const locale = (settings.locale !== 'auto' && settings.locale) || document.documentElement.lang || navigator.language;
  const shell = drawShell(settings.textLauncher || launcherNames[locale.slice(0, 2)] || 'Chat', written);
  const chat: StartedChat = {
    ...shell,
    ...createFiles(script),
    bring,
    open,
    settings,
    queue,
    onclick,
    close,
    watcher,
    script,
  };
  const { element, launcher, panel, notice, fetch: fetchOwn } = chat;

  function ask(cause?: unknown) {
    page ??= fetchOwn('page');
    return page
      .then(({ attend }) => attend(chat, cause))
      .catch((error) => {
        page = null;
        complain(error);
      });
  }

  function bring() {
    if (!loading) {
      notice.textContent = settings.textOpening || 'Opening…';
      loading = fetchOwn('widget').then(fill);
      loading.catch((error: unknown) => {
        loading = null;
        notice.replaceChildren(
          make('button', { textContent: settings.textRetry || 'Not loaded. Try again', onclick: open }),
        );
        // Hovering tries, too, and nobody misses anything then.
        if (!panel.hidden) complain(error);
      });
    }
    return loading;
  }

  function fill({ mount }: WidgetModule) {
    chat.widget = mount(chat);
    // Events are heard by whoever listens, without a verb too. After the panel: it comes first.
    ask();
    return chat.widget;
  }

  function open(isAsked: unknown) {
    chat.takesFocus = isAsked;
    if (chat.widget) return chat.widget.open(isAsked);
    bring();
    show(true);
  }

  function close() {
    if (chat.widget) return chat.widget.close();
    show(false);
  }

  function show(isOpen: boolean) {
    panel.hidden = !isOpen;
    launcher.ariaExpanded = `${isOpen}`;
  }

  function reflect() {
    element.setAttribute('theme', settings.theme || '');
    element.setAttribute('position', settings.position || '');
  }

  function onclick({ target }: { target: ClickTarget | null }) {
    if (target?.closest?.('[data-porchlight-open]')) ask(target);
  }

  function openUnlessPrevented() {
    const event = { bubbles: true, composed: true, cancelable: true };
    if (element.dispatchEvent(new Event('porchlight:before-open', event))) open(true);
  }

  reflect();
  show(false);
  // Another run of the tag is another element, told of by the same watcher.
  element.adopt = (again, tag) =>
    again.id === settings.id && [Object.assign(settings, again), watcher.observe(tag, { attributes: true })];
  element.adopt(settings, script);
  // A page that replaces all of itself takes us along; `page.js` brings us back.
  watcher.observe(document, { childList: true });

  launcher.onclick = () => {
    if (!panel.hidden) close();
    // Whoever wants to prevent it may still wait to be heard.
    else if (queue.some((early) => early?.[0]?.[1] === 'before-open')) ask().then(openUnlessPrevented);
    else openUnlessPrevented();
  };
  // `eager`, `idle` and `manual`, all shorter than `interaction`, are for `page.js`.
  const when = settings.load && !settings.load[7];
  if (!when) launcher.onpointerenter = launcher.onfocus = bring;
  document.addEventListener('click', onclick);
  launcher.hidden = !!(settings.showOn || settings.hideOn || settings.launcher);
  chat.global = placeGlobal(settings.global || 'Porchlight', queue, element, ask);
  // Beside the body, not in it: pages swap that, and the chat goes on.
  if (!written) document.documentElement.append(element);
  if (launcher.hidden || settings.open || when) ask();
  if (hasSavedChat(settings)) bring();
  return chat;
}

export function complain(error: unknown) {
  console.error('Porchlight:', error);
}
