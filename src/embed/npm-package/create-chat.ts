import { type AttributeValue, attributes } from '../contract/attributes.ts';
import type { ChatElement } from '../contract/loader-api.ts';
import type { Porchlight } from '../contract/porchlight.ts';
import type { MemberAuthToken } from '../contract/widget-api.ts';
import { startChat } from '../loader/start-chat.ts';
import { createVirtualTag } from '../page-api/element-settings.ts';

export type { PorchlightChatElement, PorchlightConfig } from '../contract/element-attributes.ts';
export type { EventDetails, EventName, MessageDetail } from '../contract/events.ts';
export type { Porchlight, PorchlightState, VisitorDetails } from '../contract/porchlight.ts';

/** The script tag's attributes by their names in camel case, `data-` left out; the README describes each. */
export type ChatOptions = {
  /** Origin of the service, `https://chat.example.com`. */
  apiBase: string;
  organizationId: string;
  deploymentId: string;
  queue: string;
  skills?: string | readonly string[];
  language?: string;
  priority?: number | string;
  name?: string;
  firstName?: string;
  lastName?: string;
  email?: string;
  phone?: string;
  avatar?: string;
  /** Custom fields for the agent. */
  fields?: Readonly<Record<string, string>>;
  memberAuthToken?: string | MemberAuthToken;
  form?: string;
  locale?: string;
  /** Replaces texts of ours, `{ greeting: 'Hi!' }`. */
  texts?: Readonly<Record<string, string>>;
  theme?: AttributeValue<'theme'>;
  position?: AttributeValue<'position'>;
  launcher?: string;
  open?: boolean | AttributeValue<'open'>;
  load?: AttributeValue<'load'>;
  endOn?: AttributeValue<'endOn'>;
  storage?: AttributeValue<'storage'>;
  consent?: AttributeValue<'consent'>;
  showOn?: string;
  hideOn?: string;
  /** The name of the page's global. Default: `Porchlight`. */
  global?: string;
  /** Tells several chats of one page apart; each needs a `global` of its own too. */
  id?: string;
};

/**
 * Draws the launcher on this page and returns the function that the page's global is: `chat('open')`, `chat.open()`,
 * `chat.on('message', …)`. Called again with the same `id` it applies the new options; after `destroy()` it starts a new chat.
 * Throws a `TypeError` outside a browser, where one of the four required options is missing, and where another chat of the
 * page has the same global.
 */
export function createChat(options: ChatOptions): Porchlight {
  if (typeof document === 'undefined') throw new TypeError('Porchlight: createChat needs a browser');
  const missing = (['apiBase', 'organizationId', 'deploymentId', 'queue'] as const).find((name) => !options[name]);
  if (missing) throw new TypeError(`Porchlight: createChat needs ${missing}`);
  const { global = 'Porchlight', memberAuthToken } = options;
  const tag = createVirtualTag(
    { src: new URL(options.apiBase, location.href).href, integrity: '', nonce: '' },
    settingsOf(options),
  );
  const chats = [...document.querySelectorAll<ChatElement>('porchlight-chat')];
  if (!chats.some((chat) => chat.mergeTag?.(tag.dataset, tag))) {
    if (isTaken(global))
      throw new TypeError(`Porchlight: another chat is window.${global}; give this one a global of its own`);
    startChat(tag);
  }
  const chat: Porchlight = Reflect.get(window, global);
  if (typeof memberAuthToken === 'function') chat.identify({ memberAuthToken });
  return chat;
}

const isTaken = (global: string) => typeof Reflect.get(window, global)?.open === 'function';

/** The options as a tag's `dataset` would hold them. */
function settingsOf(options: ChatOptions): Record<string, string> {
  const settings: Record<string, string> = {};
  for (const name of attributes) {
    const value: unknown = Reflect.get(options, name);
    if (/^(string|number|boolean)$/.test(typeof value)) settings[name] = String(value);
    else if (Array.isArray(value)) settings[name] = value.join();
  }
  for (const [family, values] of Object.entries({ field: options.fields, text: options.texts })) {
    for (const [name, value] of Object.entries(values ?? {})) settings[family + capital(name)] = value;
  }
  return settings;
}

const capital = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);
