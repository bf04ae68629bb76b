import type { Chat, ChatElement, StartChat, Tag } from '../contract/loader-api.ts';
import { writtenSettings } from './element-settings.ts';
import css from './inline.css?inline';
import { standIn } from './virtual-tag.ts';
import { graceMs } from './watch-removal.ts';

export type Serve = {
  start: StartChat;
  /** Takes a chat into care that has just begun; returns its end. */
  care(chat: Chat): () => void;
  warn(fact: unknown): void;
};

type Written = { isConnected(): boolean; id: string | undefined; end(): void };

/**
 * Makes a chat of each `<porchlight-chat>` that the page writes, whenever it comes. One that is taken out and not put back
 * ends as by `destroy`; the next one with its id goes on at once.
 */
export function defineElement(script: Tag, { start, care, warn }: Serve): void {
  // An earlier tag did.
  if (customElements.get('porchlight-chat')) return;
  const written = new Map<Element, Written>();

  function connect(element: ChatElement): void {
    // One the loader drew, or one that was only moved.
    if (element.adopt || written.has(element)) return;
    const settings = writtenSettings(element);
    if (settings.organizationId) begin(element, standIn(script, settings));
    else wait(element);
  }

  /** A framework may set the attributes after it has put the element in. */
  function wait(element: ChatElement): void {
    const watcher = new MutationObserver(() => {
      watcher.disconnect();
      if (element.isConnected) connect(element);
    });
    watcher.observe(element, { attributes: true });
    setTimeout(() => {
      if (element.isConnected && !element.hasAttribute('organization-id'))
        warn('a <porchlight-chat> has no organization-id');
    }, graceMs);
  }

  function begin(element: ChatElement, tag: Tag): void {
    const { id } = tag.dataset;
    for (const other of written.values()) if (other.id === id && !other.isConnected()) other.end();
    if (isTaken(tag)) return warn(`two chats of this page have the id "${id ?? ''}": the second is left out`);
    const chat = start(tag, element);
    element.shadowRoot?.adoptedStyleSheets.push(sheet());
    const watcher = new MutationObserver(() => update(tag, writtenSettings(element)));
    watcher.observe(element, { attributes: true });
    chat.leave = () => {
      watcher.disconnect();
      written.delete(element);
      clear(chat, tag);
    };
    written.set(element, { isConnected: () => element.isConnected, id, end: care(chat) });
  }

  function disconnect(element: Element): void {
    setTimeout(() => element.isConnected || written.get(element)?.end(), graceMs);
  }

  customElements.define(
    'porchlight-chat',
    class extends HTMLElement {
      connectedCallback() {
        connect(this);
      }
      disconnectedCallback() {
        if (written.has(this)) disconnect(this);
      }
    },
  );
}

/** Whether another chat of the page has this id. To be asked is all that happens to it. */
function isTaken(tag: Tag): boolean {
  const { id } = tag.dataset;
  const asked: DOMStringMap = id === undefined ? {} : { id };
  return [...document.querySelectorAll<ChatElement>('porchlight-chat')].some((chat) => chat.adopt?.(asked, tag));
}

/** Only what differs, since the loader writes onto the element too. */
function update(tag: Tag, next: Readonly<DOMStringMap>): void {
  for (const name of Object.keys({ ...tag.dataset, ...next })) {
    const value = next[name];
    if ((value ?? '') === (tag.dataset[name] ?? '')) continue;
    if (value === undefined) delete tag.dataset[name];
    else tag.dataset[name] = value;
  }
}

/** The element is the page's and stays, as it was. */
function clear({ element }: Chat, tag: Tag): void {
  const { shadowRoot } = element;
  shadowRoot?.replaceChildren();
  if (shadowRoot) shadowRoot.adoptedStyleSheets = [];
  Reflect.deleteProperty(element, 'adopt');
  for (const name of ['theme', 'position']) if (!tag.dataset[name]) element.removeAttribute(name);
}

function sheet(): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  return sheet;
}
