import type { Chat, PageModule, Queued } from '../embed/chat.ts';
import type { WidgetHandle, WidgetModule } from '../embed/chat-handle.ts';
import { ownScript } from './own-script.ts';
import { placeGlobal } from './page-global.ts';
import { hasSavedChat } from './saved-chat.ts';
import { drawShell, make } from './shell.ts';
import { createLoad, fetchOwn } from './widget-chunk.ts';

/** An element, or whatever else can be clicked. */
type ClickTarget = EventTarget & { closest?(selector: string): Element | null };

/** What a tag that runs again finds on the page. */
type ChatElement = HTMLElement & { adopt?(tag: DOMStringMap): unknown };

// Whatever a page or a browser holds in store for us: it costs the chat, never the page.
try {
  const script = ownScript();
  const chats = [...document.querySelectorAll<ChatElement>('porchlight-chat')];
  if (script && !chats.some((chat) => chat.adopt?.(script.dataset))) start(script);
} catch (error) {
  complain(error);
}

function start(script: HTMLScriptElement) {
  const { dataset: settings } = script;
  const shell = drawShell(settings.textLauncher || 'Chat');
  const { launcher, panel, notice } = shell;
  const element: ChatElement = shell.element;
  const load = createLoad(element, script);
  const queue: Queued[] = [];
  let loading: Promise<WidgetHandle> | undefined;
  let page: Promise<PageModule> | undefined;
  let takesFocus = false;
  let isTold = false;

  const watcher = new MutationObserver((records) => {
    reflect();
    ask(records);
  });
  const chat: Chat = { ...shell, script, queue, watcher, onPageClick, bring, open, close };

  function ask(cause?: unknown) {
    page ??= fetchOwn('page', script, load);
    page.then(({ attend }) => attend(chat, cause)).catch(complain);
  }

  function bring() {
    if (!loading) {
      notice.textContent = settings.textOpening || 'Opening…';
      loading = fetchOwn('widget', script, load).then(mount);
      loading.catch((error: unknown) => {
        loading = undefined;
        const retry = settings.textRetry || 'Could not load. Try again';
        notice.replaceChildren(make('button', { textContent: retry, onclick: open }));
        // Once: hovering tries again too.
        if (!isTold) complain(error);
        isTold = true;
      });
    }
    return loading;
  }

  function mount({ mountWidget }: WidgetModule) {
    const isWanted = !panel.hidden;
    const widget = mountWidget({ ...shell, load, settings, scriptOrigin: new URL(script.src).origin });
    chat.widget = widget;
    if (isWanted) widget.open(takesFocus);
    // Events are heard by whoever listens, without a verb too. After the panel: it comes first.
    ask();
    return widget;
  }

  function open(isAsked?: unknown) {
    takesFocus = !!isAsked;
    if (chat.widget) return chat.widget.open(takesFocus);
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
    for (const name of ['theme', 'position']) element.setAttribute(name, settings[name] || '');
  }

  function onPageClick({ target }: { target: ClickTarget | null }) {
    if (target?.closest?.('[data-porchlight-open]')) ask(target);
  }

  watcher.observe(script, { attributes: true });
  reflect();
  show(false);
  element.adopt = (again) => again.id === settings.id && Object.assign(settings, again);

  launcher.onclick = () => (panel.hidden ? open(true) : close());
  if (settings.load !== 'manual') launcher.onpointerenter = launcher.onfocus = bring;
  document.addEventListener('click', onPageClick);
  launcher.hidden = !!(settings.showOn || settings.hideOn || settings.launcher);
  chat.global = placeGlobal(settings.global || 'Porchlight', queue, element, ask);
  if (launcher.hidden) ask();
  // Beside the body, not in it: pages swap that, and the chat goes on.
  document.documentElement.append(element);
  if (settings.open === 'true') open();
  else if (settings.load === 'eager') bring();
  else if (settings.load === 'idle' || hasSavedChat(settings)) (window.requestIdleCallback ?? setTimeout)(bring);
}

function complain(error: unknown) {
  console.error('Porchlight:', error);
}
