import type { WidgetHandle } from '../embed/chat-handle.ts';
import { savedChatKey } from '../embed/saved-chat-key.ts';
import { missingAttribute, ownScript } from './own-script.ts';
import { drawShell } from './shell.ts';
import { loadWidget } from './widget-chunk.ts';

/** What a tag that runs again finds on the page. */
type ChatElement = HTMLElement & { adopt?(script: HTMLScriptElement): boolean };

// Whatever a page or a browser holds in store for us: it costs the chat, never the page.
try {
  const script = ownScript();
  if (script) {
    const chats = [...document.querySelectorAll<ChatElement>('porchlight-chat')];
    if (!chats.some((chat) => chat.adopt?.(script))) start(script);
  }
} catch (error) {
  complain(error);
}

function start(script: HTMLScriptElement) {
  const settings = () => script.dataset;
  const word = (name: string, fallback: string) => settings()[`text${name}`] || fallback;
  const shell = drawShell(word('Launcher', 'Chat'));
  const { launcher, panel, retry } = shell;
  const element: ChatElement = shell.element;
  let widget: WidgetHandle | undefined;
  let loading: Promise<void> | undefined;
  let attempts = 0;
  let takesFocus = false;

  function bring() {
    if (loading) return;
    say(word('Opening', 'Opening…'), true);
    loading = fetchAndMount().catch((error) => {
      loading = undefined;
      say(word('LoadFailed', 'The chat could not be loaded.'), false);
      complain(error);
    });
  }

  async function fetchAndMount() {
    const missing = missingAttribute(script);
    if (missing) throw new Error(`the script tag has no ${missing}`);
    const { mountWidget } = await loadWidget(script, element, attempts++);
    if (!element.isConnected) return;
    const isWanted = !panel.hidden;
    widget = mountWidget({ ...shell, settings: settings(), scriptOrigin: new URL(script.src).origin });
    if (isWanted) widget.open(takesFocus);
  }

  function say(sentence: string, isGoingOn: boolean) {
    shell.sentence.textContent = sentence;
    retry.hidden = isGoingOn;
  }

  function open(isAsked: boolean) {
    takesFocus = isAsked;
    if (widget) return widget.open(isAsked);
    bring();
    show(true);
  }

  function close() {
    if (widget) return widget.close();
    show(false);
    launcher.focus();
  }

  function toggle() {
    if (panel.hidden) open(true);
    else close();
  }

  function show(isOpen: boolean) {
    panel.hidden = !isOpen;
    launcher.ariaExpanded = `${isOpen}`;
  }

  function reflect() {
    for (const name of ['theme', 'position']) element.setAttribute(name, settings()[name] || '');
  }
  const observer = new MutationObserver(reflect);

  element.adopt = (again) => {
    if (again.dataset.id !== settings().id) return false;
    script = again;
    observer.observe(script, { attributes: true });
    reflect();
    return true;
  };
  element.adopt(script);

  retry.textContent = word('Retry', 'Try again');
  retry.onclick = () => open(true);
  shell.close.textContent = word('Close', 'Close');
  shell.close.onclick = close;
  launcher.onclick = toggle;
  if (settings().load !== 'manual') launcher.onpointerenter = launcher.onfocus = bring;

  if (document.body) draw();
  else document.addEventListener('DOMContentLoaded', draw);

  function draw() {
    const { load, open: isOpen } = settings();
    document.body.append(element);
    if (isOpen === 'true') open(false);
    else if (load === 'eager' || missingAttribute(script)) bring();
    else if (load === 'idle' || hasSavedChat(settings())) (window.requestIdleCallback ?? setTimeout)(bring);
  }

  const verbs = { open: () => open(true), close, toggle, destroy };
  Object.assign(window, { Porchlight: Object.assign(async (verb: keyof typeof verbs) => verbs[verb](), verbs) });

  function destroy() {
    observer.disconnect();
    document.removeEventListener('DOMContentLoaded', draw);
    widget?.dispose();
    element.remove();
    Reflect.deleteProperty(window, 'Porchlight');
  }
}

/**
 * A chat goes on after a reload, so this one key is looked up before anybody asked for a chat. Nothing is written, and
 * for a new visitor nothing is there.
 */
function hasSavedChat({ storage, deploymentId }: DOMStringMap) {
  try {
    return (
      storage !== 'none' && (storage === 'local' ? localStorage : sessionStorage).getItem(savedChatKey(deploymentId))
    );
  } catch {
    // Blocked storage holds no chat.
    return false;
  }
}

function complain(error: unknown) {
  console.error('Porchlight:', error);
}
