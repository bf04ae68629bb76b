import type { Chat, PageModule } from '../embed/chat.ts';
import type { WidgetHandle } from '../embed/chat-handle.ts';
import { missingAttribute, ownScript } from './own-script.ts';
import { hasSavedChat } from './saved-chat.ts';
import { drawShell } from './shell.ts';
import { createLoad, loadPage, loadWidget } from './widget-chunk.ts';

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
  const tag = script.dataset;
  const { origin } = new URL(script.src);
  const shell = drawShell(tag.textLauncher || 'Chat');
  const { launcher, panel, retry, sentence } = shell;
  const element: ChatElement = shell.element;
  const load = createLoad(element, script);
  let loading: Promise<WidgetHandle> | undefined;
  let page: Promise<PageModule> | undefined;
  let takesFocus = false;
  let told: unknown;

  const watcher = new MutationObserver((changes) => {
    reflect();
    ask(changes);
  });
  const chat: Chat = { ...shell, script, watcher, onPageClick, bring, open, close };

  function ask(cause?: unknown) {
    page ??= loadPage(origin, load, script.integrity);
    page.then(({ attend }) => attend(chat, cause)).catch(complain);
  }

  function bring() {
    if (!loading) {
      sentence.textContent = tag.textOpening || 'Opening…';
      retry.hidden = true;
      loading = fetchAndMount();
      loading.catch((error: unknown) => {
        loading = undefined;
        sentence.textContent = tag.textLoadFailed || 'The chat could not be loaded.';
        retry.hidden = false;
        // Once: hovering tries again too.
        if (error !== told) complain(error);
        told = error;
      });
    }
    return loading;
  }

  async function fetchAndMount() {
    const missing = missingAttribute(script);
    if (missing) return Promise.reject(`the tag has no ${missing}`);
    const { mountWidget } = await loadWidget(origin, load, script.integrity);
    const isWanted = !panel.hidden;
    const widget = mountWidget({ ...shell, load, settings: tag, scriptOrigin: origin });
    chat.widget = widget;
    // Events are heard by whoever listens, without a verb too.
    ask();
    if (isWanted) widget.open(takesFocus);
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
    launcher.focus();
  }

  function show(isOpen: boolean) {
    panel.hidden = !isOpen;
    launcher.ariaExpanded = `${isOpen}`;
  }

  function reflect() {
    for (const name of ['theme', 'position']) element.setAttribute(name, script.getAttribute(`data-${name}`) || '');
  }

  function onPageClick({ target }: { target: ClickTarget | null }) {
    if (target?.closest?.('[data-porchlight-open]')) ask(target);
  }

  watcher.observe(script, { attributes: true });
  reflect();
  show(false);
  element.adopt = (again) => again.id === tag.id && Object.assign(tag, again);

  retry.textContent = tag.textRetry || 'Try again';
  retry.onclick = open;
  shell.dismiss.textContent = tag.textClose || 'Close';
  shell.dismiss.onclick = close;
  launcher.onclick = () => (panel.hidden ? open(true) : close());
  if (tag.load !== 'manual') launcher.onpointerenter = launcher.onfocus = bring;
  document.addEventListener('click', onPageClick);
  launcher.hidden = !!(tag.showOn || tag.hideOn || tag.launcher);
  if (launcher.hidden || (tag.global || 'Porchlight') in window) ask();
  // Beside the body, not in it: pages swap that, and the chat goes on.
  document.documentElement.append(element);
  if (tag.open === 'true') open();
  else if (tag.load === 'eager' || missingAttribute(script)) bring();
  else if (tag.load === 'idle' || hasSavedChat(tag)) (window.requestIdleCallback ?? setTimeout)(bring);
}

function complain(error: unknown) {
  console.error('Porchlight:', error);
}
