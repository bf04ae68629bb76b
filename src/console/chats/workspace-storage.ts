import type { PendingMessage } from '../../chat/reconciler/pending-message.ts';
import type { Environment } from '../../environment/environment.ts';
import { asString, isJsonRecord, parseJsonRecord } from '../core/json-record.ts';
import { type ChatDraft, createChatDrafts, type SharedStorage } from './chat-drafts.ts';

/** What is stored of an agent's chats for a reload, a new sign-in or another tab. */
export type WorkspaceStorage = {
  /** Starts for a user and removes the data of any other user. */
  openFor(userId: string): void;
  /** Drafts and read positions, shared by all tabs of the browser. */
  readDraft(chatId: string): ChatDraft;
  updateDraft(chatId: string, part: Partial<ChatDraft>): void;
  /** Calls the listener when another tab changes this chat; returns an unsubscribe function. */
  onDraftChange(chatId: string, listener: () => void): () => void;
  /** Unsent messages of this tab; each tab sends its own. */
  readOutbox(chatId: string): readonly PendingMessage[];
  saveOutbox(chatId: string, outbox: readonly PendingMessage[]): void;
  removeChat(chatId: string): void;
  /** Removes what is stored of chats that are not in the set. */
  retainOnly(chatIds: ReadonlySet<string>): void;
  /** Removes everything at sign-out. */
  clear(): void;
};

type Saved = { ownerId: string | undefined; chats: Record<string, { outbox: readonly PendingMessage[] }> };

export type WorkspaceStorageOptions = { tab: Environment['storage']; browser: SharedStorage };

const storageKey = 'porchlight-console-1';

export function createWorkspaceStorage({ tab, browser }: WorkspaceStorageOptions): WorkspaceStorage {
  const saved = decodeSaved(parseJsonRecord(tab.read(storageKey)));
  const drafts = createChatDrafts(browser);
  const save = () => tab.write(storageKey, JSON.stringify(saved));

  return {
    openFor(userId) {
      if (saved.ownerId !== userId) saved.chats = {};
      saved.ownerId = userId;
      save();
      drafts.openFor(userId);
    },
    readDraft: drafts.read,
    updateDraft: drafts.update,
    onDraftChange: drafts.onChange,
    readOutbox: (chatId) => saved.chats[chatId]?.outbox ?? [],
    saveOutbox(chatId, outbox) {
      saved.chats[chatId] = { outbox };
      save();
    },
    removeChat(chatId) {
      delete saved.chats[chatId];
      save();
      drafts.remove(chatId);
    },
    retainOnly: drafts.retainOnly,
    clear() {
      saved.chats = {};
      tab.remove(storageKey);
      drafts.clear();
    },
  };
}

function decodeSaved({ ownerId, chats }: Record<string, unknown>): Saved {
  const entries = Object.entries(isJsonRecord(chats) ? chats : {});
  return {
    ownerId: asString(ownerId),
    chats: Object.fromEntries(entries.map(([id, saved]) => [id, decodeChat(saved)])),
  };
}

const decodeChat = (saved: unknown) => ({
  outbox: isJsonRecord(saved) && Array.isArray(saved.outbox) ? saved.outbox.filter(isPendingMessage) : [],
});

function isPendingMessage(saved: unknown): saved is PendingMessage {
  if (!isJsonRecord(saved) || !isJsonRecord(saved.progress)) return false;
  const texts = [saved.key, saved.body, saved.progress.state];
  return texts.every((text) => typeof text === 'string') && typeof saved.attempt === 'number';
}
