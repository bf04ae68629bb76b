import { savedChatKeys } from '../contract/saved-chat-key.ts';
import type { VerbStore } from '../contract/widget-api.ts';
import { hasSavedChat } from '../loader/saved-chat.ts';
import { rejection } from './rejections.ts';
import { sendMessage, startConversation } from './send-verb.ts';
import { describeValue, readBoolean, readFormat, readIdentity, readMessage, readText } from './validate-arguments.ts';
import type { WidgetAccess } from './widget-access.ts';

/** Runs a verb that acts on the chat, in any state of it. Arguments are read first, so a wrong one loads nothing. */
export async function runChatVerb(
  { load, getLoaded, whenLoaded, dropWaiting }: WidgetAccess,
  tag: Readonly<DOMStringMap>,
  signal: AbortSignal,
  [verb, first]: readonly [verb: unknown, first: unknown],
): Promise<unknown> {
  const defaultName = tag.textVisitor || 'Visitor';
  /** A saved chat counts too: the service has to learn that it ends before it is forgotten. */
  const hasChat = () => getLoaded() !== undefined || hasSavedChat(tag);
  switch (verb) {
    case 'start':
      return startConversation((await load()).store, defaultName);
    case 'send': {
      const text = readMessage(first);
      return sendMessage((await load()).store, text, defaultName, signal);
    }
    case 'transcript': {
      const format = readFormat(first);
      return (await load()).widget.transcript?.(format);
    }
    case 'setDraft': {
      const text = readText(first);
      return void whenLoaded(({ store }) => store.setDraft(text));
    }
    case 'identify': {
      const { guest, memberAuthToken } = readIdentity(first);
      return void whenLoaded(({ store, widget }) => {
        if (Object.keys(guest).length) store.identify(guest);
        if (memberAuthToken) widget.authorize?.(memberAuthToken);
      });
    }
    case 'consent': {
      const isGiven = readBoolean(first);
      return whenLoaded(({ store }) => setConsent(store, isGiven));
    }
    case 'end':
      return hasChat() ? (await load()).store.end() : undefined;
    case 'reset':
      dropWaiting();
      return hasChat() ? (await load()).store.forget() : forgetSavedChat(tag);
    default:
      throw rejection('unknown.verb', `Porchlight does not know ${describeValue(verb)}`);
  }
}

async function setConsent(store: VerbStore, isGiven: boolean): Promise<void> {
  const ended = isGiven ? undefined : store.end();
  store.giveConsent(isGiven);
  await ended;
}

function forgetSavedChat(tag: Readonly<DOMStringMap>): void {
  for (const storage of ['sessionStorage', 'localStorage'] as const)
    try {
      for (const key of savedChatKeys(window[storage], tag)) window[storage].removeItem(key);
    } catch {
      // Blocked storage has nothing to forget.
    }
}
