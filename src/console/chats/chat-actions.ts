import type { AgentChat, TransferTarget } from '../../chat/agent-model.ts';
import type { MediaRequest, MediaType } from '../../chat/model.ts';
import type { AgentClient } from '../../client/agent/ports.ts';
import type { Environment } from '../../environment/environment.ts';
import { asChatError } from '../session/session.ts';
import type { AgentChatStore, ChatAction } from './agent-chat-store.ts';

/** Actions of an agent on a chat. Each resolves with whether it succeeded; a failure is in the chat's `actionState`. */
export type ChatActions = {
  accept(chat: AgentChatStore): Promise<boolean>;
  decline(chat: AgentChatStore): Promise<boolean>;
  leave(chat: AgentChatStore): Promise<boolean>;
  end(chat: AgentChatStore): Promise<boolean>;
  /** Transfers the chat; only colleagues see the note. */
  transfer(chat: AgentChatStore, target: TransferTarget, note: string): Promise<boolean>;
  /** Wraps the chat up and removes it. */
  wrapUp(chat: AgentChatStore, codeId: string, notes: string): Promise<boolean>;
  /** Removes a chat that is over without wrap-up. */
  closeWithoutWrapUp(chat: AgentChatStore): Promise<boolean>;
  askForMedia(chat: AgentChatStore, type: MediaType): Promise<boolean>;
  writeNote(chat: AgentChatStore, body: string): Promise<boolean>;
  cancelMedia(chat: AgentChatStore, request: MediaRequest): Promise<boolean>;
};

type ChatActionsOptions = {
  port: AgentClient;
  random: Environment['random'];
  /** Whether a chat that is over can be wrapped up. */
  hasWrapUpCodes(): boolean;
  /** A note was stored. */
  onNoteWritten(chatId: string): void;
  /** The action may have changed the chat: it must be loaded again. */
  onChanged(chatId: string): void;
  /** The agent has left; the chat is to be wrapped up. */
  onLeft(chatId: string): void;
  /** The chat is finished and can be removed. */
  onSettled(chatId: string): void;
};

export function createChatActions(options: ChatActionsOptions): ChatActions {
  const { port, random, hasWrapUpCodes, onNoteWritten, onChanged, onLeft, onSettled } = options;
  /** A note is retried with the same idempotency key, so that it is not stored twice. */
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
      // A rejection often means that the chat has changed.
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

  /** Without wrap-up codes the chat is removed right after leaving. */
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
      chat.conversation.value?.refresh();
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
      chat.conversation.value?.refresh();
      return isDone;
    },
  };
}
