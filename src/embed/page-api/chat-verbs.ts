import { savedChatKeys } from '../contract/saved-chat-key.ts';
import type { VerbStore } from '../contract/widget-api.ts';
import { hasSavedChat } from '../loader/saved-chat.ts';
import { refusal } from './rejection.ts';
import { send, start } from './send-verb.ts';
import { named, readBoolean, readFormat, readIdentity, readMessage, readText } from './validate-arguments.ts';
import type { WidgetAccess } from './widget-access.ts';

/** Verbs on the chat itself, in whatever state it is. Arguments are read first: what is wrong fetches nothing. */
export async function runOnChat(
  { load, meet, whenThere, drop }: WidgetAccess,
  tag: Readonly<DOMStringMap>,
  life: AbortSignal,
  [verb, first]: readonly [verb: unknown, first: unknown],
): Promise<unknown> {
  const nobody = tag.textVisitor || 'Visitor';
  /** A chat that is kept is not forgotten before the service was told. */
  const hasChat = () => meet() !== undefined || hasSavedChat(tag);
  switch (verb) {
    case 'start':
      return start((await load()).store, nobody);
    case 'send': {
      const text = readMessage(first);
      return send((await load()).store, text, nobody, life);
    }
    case 'transcript': {
      const format = readFormat(first);
      return (await load()).widget.transcript?.(format);
    }
    case 'setDraft': {
      const text = readText(first);
      return void whenThere(({ store }) => store.setDraft(text));
    }
    case 'identify': {
      const { guest, memberAuthToken } = readIdentity(first);
      return void whenThere(({ store, widget }) => {
        if (Object.keys(guest).length) store.identify(guest);
        if (memberAuthToken) widget.authorize?.(memberAuthToken);
      });
    }
    case 'consent': {
      const isGiven = readBoolean(first);
      return whenThere(({ store }) => consent(store, isGiven));
    }
    case 'end':
      return hasChat() ? (await load()).store.end() : undefined;
    case 'reset':
      drop();
      return hasChat() ? (await load()).store.forget() : forgetKept(tag);
    default:
      throw refusal('unknown.verb', `Porchlight does not know ${named(verb)}`);
  }
}

async function consent(store: VerbStore, isGiven: boolean): Promise<void> {
  const ended = isGiven ? undefined : store.end();
  store.giveConsent(isGiven);
  await ended;
}

function forgetKept(tag: Readonly<DOMStringMap>): void {
  for (const storage of ['sessionStorage', 'localStorage'] as const)
    try {
      for (const key of savedChatKeys(window[storage], tag)) window[storage].removeItem(key);
    } catch {
      // Blocked storage has nothing to forget.
    }
}
