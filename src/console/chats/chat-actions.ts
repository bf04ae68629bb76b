import type { AgentChat, TransferTarget } from '../../chat/agent-model.ts';
import type { MediaRequest, MediaType } from '../../chat/model.ts';
import type { DeskPort } from '../../client/agent/ports.ts';
import type { Environment } from '../../environment/environment.ts';
import { asChatError } from '../session/session.ts';
import type { AgentChatStore, ChatAction } from './agent-chat-store.ts';

/** What an agent does to a chat. Each promise says whether it worked; a failure stands at the chat's step. */
export type ChatActions = {
  accept(chat: AgentChatStore): Promise<boolean>;
  decline(chat: AgentChatStore): Promise<boolean>;
  leave(chat: AgentChatStore): Promise<boolean>;
  end(chat: AgentChatStore): Promise<boolean>;
  /** The chat goes to somebody else; the note goes to colleagues alone. */
  transfer(chat: AgentChatStore, target: TransferTarget, note: string): Promise<boolean>;
  /** Says what the chat was about, and puts it away. */
  wrapUp(chat: AgentChatStore, codeId: string, notes: string): Promise<boolean>;
  /** Puts a chat away that is over, and says nothing about it. */
  closeWithoutWrapUp(chat: AgentChatStore): Promise<boolean>;
  askForMedia(chat: AgentChatStore, type: MediaType): Promise<boolean>;
  writeNote(chat: AgentChatStore, body: string): Promise<boolean>;
  cancelMedia(chat: AgentChatStore, request: MediaRequest): Promise<boolean>;
};

type ChatActionsOptions = {
  port: DeskPort;
  random: Environment['random'];
  /** Whether there is something to say about a chat that is over. */
  hasWrapUpCodes(): boolean;
  /** A note was written. */
  onNoteWritten(chatId: string): void;
  /** The action is done: what the service says about this chat now counts. */
  onChanged(chatId: string): void;
  /** The agent takes no part any more; the chat is to wrap up. */
  onLeft(chatId: string): void;
  /** Nothing is left to be done about the chat. */
  onSettled(chatId: string): void;
};

export function createChatActions(options: ChatActionsOptions): ChatActions {
  const { port, random, hasWrapUpCodes, onNoteWritten, onChanged, onLeft, onSettled } = options;
  /** A note whose answer was lost is tried again under its own key: it is not written twice. */
  const noteKeys = new Map<string, string>();

  const runAction = async (chat: AgentChatStore, action: ChatAction, act: () => Promise<unknown>): Promise<boolean> => {
    if (chat.actionState.value.state === 'busy') return false;
    chat.setActionState({ state: 'busy', action });
    try {
      await act();
      chat.setActionState({ state: 'idle' });
      return true;
    } catch (error) {
      chat.setActionState({ state: 'failed', action, error: asChatError(error) });
      // A refusal often means that the chat has moved on without us.
      onChanged(chat.id);
      return false;
    }
  };

  const runActionThen = async (
    onWorked: (chatId: string) => void,
    chat: AgentChatStore,
    action: ChatAction,
    act: () => Promise<unknown>,
  ) => {
    const isDone = await runAction(chat, action, act);
    if (isDone) onWorked(chat.id);
    return isDone;
  };

  /** The chat stays to be wrapped up, or is put away with it. */
  const leaveChat = (chat: AgentChatStore, action: ChatAction, act: (details: AgentChat) => Promise<void>) => {
    const details = chat.details.value;
    return runActionThen(hasWrapUpCodes() ? onLeft : onSettled, chat, action, async () => {
      await act(details);
      if (!hasWrapUpCodes()) await port.skipWrapUp(details);
    });
  };

  return {
    accept: (chat) => runActionThen(onChanged, chat, 'accept', () => port.accept(chat.details.value)),
    decline: (chat) => runActionThen(onSettled, chat, 'decline', () => port.leave(chat.details.value)),
    leave: (chat) => leaveChat(chat, 'leave', port.leave),
    end: (chat) => leaveChat(chat, 'end', port.end),
    transfer: (chat, target, note) =>
      leaveChat(chat, 'transfer', (details) => port.transfer(details, target, note || undefined)),
    wrapUp: (chat, codeId, notes) =>
      runActionThen(onSettled, chat, 'wrapup', () => port.wrapUp(chat.details.value, codeId, notes || undefined)),
    closeWithoutWrapUp: (chat) => runActionThen(onSettled, chat, 'wrapup', () => port.skipWrapUp(chat.details.value)),
    async askForMedia(chat, type) {
      const isDone = await runAction(chat, 'ask', () => port.askForMedia(chat.details.value, type));
      chat.conversation.value?.look();
      return isDone;
    },
    async writeNote(chat, body) {
      const what = `${chat.id} ${body}`;
      const key = noteKeys.get(what) ?? random.id();
      noteKeys.set(what, key);
      const isDone = await runAction(chat, 'note', () => port.writeNote(chat.id, body, key));
      if (isDone) noteKeys.delete(what);
      if (isDone) onNoteWritten(chat.id);
      return isDone;
    },
    async cancelMedia(chat, request) {
      const isDone = await runAction(chat, 'cancel', () => port.cancelMedia(chat.details.value, request));
      chat.conversation.value?.look();
      return isDone;
    },
  };
}
