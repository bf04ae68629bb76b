import type { PendingMessage } from '../../chat/reconciler/pending-message.ts';
import type { Environment } from '../../environment/environment.ts';
import { asString, isJsonRecord, parseJsonRecord } from '../core/json-record.ts';
import { type ChatDraft, createChatDrafts, type SharedStorage } from './chat-drafts.ts';

/** What a reload, a new sign-in or another tab must find again of the chats on the desk. */
export type WorkspaceStorage = {
  /** Somebody sits down: what anybody else left here is thrown away. */
  openFor(userId: string): void;
  /** What is written and was read, the same in all tabs of this browser. */
  readDraft(chatId: string): ChatDraft;
  updateDraft(chatId: string, part: Partial<ChatDraft>): void;
  /** Calls when another tab kept something of this chat. */
  onDraftChange(chatId: string, listener: () => void): () => void;
  /** Texts on their way: each tab sends its own. */
  readOutbox(chatId: string): readonly PendingMessage[];
  saveOutbox(chatId: string, outbox: readonly PendingMessage[]): void;
  removeChat(chatId: string): void;
  /** Every chat on the desk is known: what was kept of others before goes. */
  retainOnly(chatIds: ReadonlySet<string>): void;
  /** The agent goes; the next one finds an empty desk. */
  clear(): void;
};

type Saved = { ownerId: string | undefined; chats: Record<string, { outbox: readonly PendingMessage[] }> };

export type WorkspaceStorageOptions = { tab: Environment['storage']; browser: SharedStorage };

const storageKey = 'porchlight-console-1';

export function createWorkspaceStorage({ tab, browser }: WorkspaceStorageOptions): WorkspaceStorage {
  const saved = decodeSaved(parseJsonRecord(tab.read(storageKey)));
  const sheets = createChatDrafts(browser);
  const save = () => tab.write(storageKey, JSON.stringify(saved));

  return {
    openFor(userId) {
      if (saved.ownerId !== userId) saved.chats = {};
      saved.ownerId = userId;
      save();
      sheets.openFor(userId);
    },
    readDraft: sheets.read,
    updateDraft: sheets.update,
    onDraftChange: sheets.onChange,
    readOutbox: (chatId) => saved.chats[chatId]?.outbox ?? [],
    saveOutbox(chatId, outbox) {
      saved.chats[chatId] = { outbox };
      save();
    },
    removeChat(chatId) {
      delete saved.chats[chatId];
      save();
      sheets.remove(chatId);
    },
    retainOnly: sheets.retainOnly,
    clear() {
      saved.chats = {};
      tab.remove(storageKey);
      sheets.clear();
    },
  };
}

function decodeSaved({ ownerId, chats }: Record<string, unknown>): Saved {
  const entries = Object.entries(isJsonRecord(chats) ? chats : {});
  return { ownerId: asString(ownerId), chats: Object.fromEntries(entries.map(([id, kept]) => [id, decodeChat(kept)])) };
}

const decodeChat = (kept: unknown) => ({
  outbox: isJsonRecord(kept) && Array.isArray(kept.outbox) ? kept.outbox.filter(isPendingMessage) : [],
});

function isPendingMessage(saved: unknown): saved is PendingMessage {
  if (!isJsonRecord(saved) || !isJsonRecord(saved.progress)) return false;
  const texts = [saved.key, saved.body, saved.progress.state];
  return texts.every((text) => typeof text === 'string') && typeof saved.attempt === 'number';
}
