import type { WidgetHandle } from '../embed/chat-handle.ts';
import { missingAttribute, ownScript } from './own-script.ts';
import { hasSavedChat } from './saved-chat.ts';
import { drawShell } from './shell.ts';
import { createLoad, loadWidget } from './widget-chunk.ts';

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
  let widget: WidgetHandle | undefined;
  let loading: Promise<void> | undefined;
  let attempts = 0;
  let told = '';
  let takesFocus = false;

  function bring() {
    if (loading) return;
    sentence.textContent = tag.textOpening || 'Opening…';
    retry.hidden = true;
    loading = fetchAndMount().catch((error) => {
      loading = undefined;
      sentence.textContent = tag.textLoadFailed || 'The chat could not be loaded.';
      retry.hidden = false;
      // Once: hovering tries again too.
      if (`${error}` !== told) complain(error);
      told = `${error}`;
    });
  }

  async function fetchAndMount() {
    const missing = missingAttribute(script);
    if (missing) return Promise.reject(`the tag has no ${missing}`);
    const { mountWidget } = await loadWidget(origin, load, attempts++, script.integrity);
    const isWanted = !panel.hidden;
    widget = mountWidget({ ...shell, load, settings: tag, scriptOrigin: origin });
    if (isWanted) widget.open(takesFocus);
  }

  function open(isAsked: unknown) {
    takesFocus = !!isAsked;
    if (widget) return widget.open(takesFocus);
    bring();
    show(true);
  }

  function close() {
    if (widget) return widget.close();
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

  function draw() {
    document.querySelector('body')?.append(element);
    if (tag.open === 'true') open(false);
    else if (tag.load === 'eager' || missingAttribute(script)) bring();
    else if (tag.load === 'idle' || hasSavedChat(tag)) (window.requestIdleCallback ?? setTimeout)(bring);
  }

  new MutationObserver(reflect).observe(script, { attributes: true });
  reflect();
  show(false);
  element.adopt = (again) => again.id === tag.id && Object.assign(tag, again);

  retry.textContent = tag.textRetry || 'Try again';
  retry.onclick = open;
  shell.close.textContent = tag.textClose || 'Close';
  shell.close.onclick = close;
  launcher.onclick = () => (panel.hidden ? open(true) : close());
  if (tag.load !== 'manual') launcher.onpointerenter = launcher.onfocus = bring;

  // Not `document.body`: an image of that name would stand in for it.
  if (document.querySelector('body')) draw();
  else document.addEventListener('DOMContentLoaded', draw);
}

function complain(error: unknown) {
  console.error('Porchlight:', error);
}
