import type { ChatElement, LoaderChat, ScriptTag, StartChat } from '../contract/loader-api.ts';
import { removalGraceMs } from './dom-observers.ts';
import { createVirtualTag, readElementSettings } from './element-settings.ts';
import css from './inline.css?inline';

export type ElementOptions = {
  start: StartChat;
  /** Connects a chat that has just started with the page; returns a function that destroys it. */
  controlChat(chat: LoaderChat): () => void;
  warn(message: unknown): void;
};

type ElementChat = { isConnected(): boolean; id: string | undefined; end(): void };

/**
 * Makes a chat of each `<porchlight-chat>` that the page adds, now or later. A removed one that is not put back is destroyed
 * after the grace time, or as soon as another one has its id.
 */
export function defineElement(script: ScriptTag, { start, controlChat, warn }: ElementOptions): void {
  // An earlier tag has defined it.
  if (customElements.get('porchlight-chat')) return;
  const elementChats = new Map<Element, ElementChat>();

  function connect(element: ChatElement): void {
    // The loader's own, or one that was only moved.
    if (element.mergeTag || elementChats.has(element)) return;
    const settings = readElementSettings(element);
    if (settings.organizationId) startElementChat(element, createVirtualTag(script, settings));
    else waitForAttributes(element);
  }

  /** A framework may set the attributes after it has inserted the element. */
  function waitForAttributes(element: ChatElement): void {
    const observer = new MutationObserver(() => {
      observer.disconnect();
      if (element.isConnected) connect(element);
    });
    observer.observe(element, { attributes: true });
    setTimeout(() => {
      if (element.isConnected && !element.hasAttribute('organization-id'))
        warn('a <porchlight-chat> has no organization-id');
    }, removalGraceMs);
  }

  function startElementChat(element: ChatElement, tag: ScriptTag): void {
    const { id } = tag.dataset;
    for (const other of elementChats.values()) if (other.id === id && !other.isConnected()) other.end();
    if (isTaken(tag)) return warn(`two chats of this page have the id "${id ?? ''}": the second is left out`);
    const chat = start(tag, element);
    element.shadowRoot?.adoptedStyleSheets.push(createStyleSheet());
    const observer = new MutationObserver(() => updateTag(tag, readElementSettings(element)));
    observer.observe(element, { attributes: true });
    chat.releaseElement = () => {
      observer.disconnect();
      elementChats.delete(element);
      clearElement(chat, tag);
    };
    elementChats.set(element, { isConnected: () => element.isConnected, id, end: controlChat(chat) });
  }

  function disconnect(element: Element): void {
    setTimeout(() => element.isConnected || elementChats.get(element)?.end(), removalGraceMs);
  }

  customElements.define(
    'porchlight-chat',
    class extends HTMLElement {
      connectedCallback() {
        connect(this);
      }
      disconnectedCallback() {
        if (elementChats.has(this)) disconnect(this);
      }
    },
  );
}

/** Whether another chat of the page has this id. Merging the id alone changes nothing in that chat. */
function isTaken(tag: ScriptTag): boolean {
  const { id } = tag.dataset;
  const onlyId: DOMStringMap = id === undefined ? {} : { id };
  return [...document.querySelectorAll<ChatElement>('porchlight-chat')].some((chat) => chat.mergeTag?.(onlyId, tag));
}

/** Writes only what differs, since the loader sets attributes of the element too. */
function updateTag(tag: ScriptTag, next: Readonly<DOMStringMap>): void {
  for (const name of Object.keys({ ...tag.dataset, ...next })) {
    const value = next[name];
    if ((value ?? '') === (tag.dataset[name] ?? '')) continue;
    if (value === undefined) delete tag.dataset[name];
    else tag.dataset[name] = value;
  }
}

/** Restores the element, which is the page's and stays. */
function clearElement({ element }: LoaderChat, tag: ScriptTag): void {
  const { shadowRoot } = element;
  shadowRoot?.replaceChildren();
  if (shadowRoot) shadowRoot.adoptedStyleSheets = [];
  Reflect.deleteProperty(element, 'mergeTag');
  for (const name of ['theme', 'position']) if (!tag.dataset[name]) element.removeAttribute(name);
}

function createStyleSheet(): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  return sheet;
}
