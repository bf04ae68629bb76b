import type { AgentChat } from '../../chat/agent-chat.ts';
import type { MediaRequest, MediaType } from '../../chat/media-request.ts';
import type { TransferTarget } from '../../chat/transfer.ts';
import type { DeskPort } from '../../client/agent/ports.ts';
import type { Surroundings } from '../../environment/environment.ts';
import { asChatError } from '../session/session.ts';
import type { Deed, DeskChat } from './agent-chat-store.ts';

/** What an agent does to a chat. Each promise says whether it worked; a failure stands at the chat's step. */
export type Deeds = {
  accept(chat: DeskChat): Promise<boolean>;
  decline(chat: DeskChat): Promise<boolean>;
  leave(chat: DeskChat): Promise<boolean>;
  end(chat: DeskChat): Promise<boolean>;
  /** The chat goes to somebody else; the note goes to colleagues alone. */
  transfer(chat: DeskChat, target: TransferTarget, note: string): Promise<boolean>;
  /** Says what the chat was about, and puts it away. */
  wrapUp(chat: DeskChat, codeId: string, notes: string): Promise<boolean>;
  /** Puts a chat away that is over, and says nothing about it. */
  putAway(chat: DeskChat): Promise<boolean>;
  askForMedia(chat: DeskChat, type: MediaType): Promise<boolean>;
  writeNote(chat: DeskChat, body: string): Promise<boolean>;
  cancelMedia(chat: DeskChat, request: MediaRequest): Promise<boolean>;
};

type DeedsOptions = {
  port: DeskPort;
  random: Surroundings['random'];
  /** Whether there is something to say about a chat that is over. */
  asksWrapUp(): boolean;
  /** A note was written. */
  onNoted(chatId: string): void;
  /** The deed is done: what the service says about this chat now counts. */
  onDone(chatId: string): void;
  /** The agent takes no part any more; the chat is to wrap up. */
  onLeft(chatId: string): void;
  /** Nothing is left to be done about the chat. */
  onSettled(chatId: string): void;
};

export function createDeeds(options: DeedsOptions): Deeds {
  const { port, random, asksWrapUp, onNoted, onDone, onLeft, onSettled } = options;
  /** A note whose answer was lost is tried again under its own key: it is not written twice. */
  const noteKeys = new Map<string, string>();

  const attempt = async (chat: DeskChat, deed: Deed, act: () => Promise<unknown>): Promise<boolean> => {
    if (chat.step.value.state === 'busy') return false;
    chat.tell({ state: 'busy', deed });
    try {
      await act();
      chat.tell({ state: 'idle' });
      return true;
    } catch (error) {
      chat.tell({ state: 'failed', deed, error: asChatError(error) });
      // A refusal often means that the chat has moved on without us.
      onDone(chat.id);
      return false;
    }
  };

  const then = async (onWorked: (chatId: string) => void, chat: DeskChat, deed: Deed, act: () => Promise<unknown>) => {
    const isDone = await attempt(chat, deed, act);
    if (isDone) onWorked(chat.id);
    return isDone;
  };

  /** The chat stays to be wrapped up, or is put away with it. */
  const part = (chat: DeskChat, deed: Deed, act: (facts: AgentChat) => Promise<void>) => {
    const facts = chat.facts.value;
    return then(asksWrapUp() ? onLeft : onSettled, chat, deed, async () => {
      await act(facts);
      if (!asksWrapUp()) await port.skipWrapUp(facts);
    });
  };

  return {
    accept: (chat) => then(onDone, chat, 'accept', () => port.accept(chat.facts.value)),
    decline: (chat) => then(onSettled, chat, 'decline', () => port.leave(chat.facts.value)),
    leave: (chat) => part(chat, 'leave', port.leave),
    end: (chat) => part(chat, 'end', port.end),
    transfer: (chat, target, note) =>
      part(chat, 'transfer', (facts) => port.transfer(facts, target, note || undefined)),
    wrapUp: (chat, codeId, notes) =>
      then(onSettled, chat, 'wrapup', () => port.wrapUp(chat.facts.value, codeId, notes || undefined)),
    putAway: (chat) => then(onSettled, chat, 'wrapup', () => port.skipWrapUp(chat.facts.value)),
    async askForMedia(chat, type) {
      const isDone = await attempt(chat, 'ask', () => port.askForMedia(chat.facts.value, type));
      chat.talk.value?.look();
      return isDone;
    },
    async writeNote(chat, body) {
      const what = `${chat.id} ${body}`;
      const key = noteKeys.get(what) ?? random.id();
      noteKeys.set(what, key);
      const isDone = await attempt(chat, 'note', () => port.writeNote(chat.id, body, key));
      if (isDone) noteKeys.delete(what);
      if (isDone) onNoted(chat.id);
      return isDone;
    },
    async cancelMedia(chat, request) {
      const isDone = await attempt(chat, 'cancel', () => port.cancelMedia(chat.facts.value, request));
      chat.talk.value?.look();
      return isDone;
    },
  };
}
