import type { PendingMessage } from '../../chat/reconciler/pending-message.ts';
import type { Surroundings } from '../../environment/environment.ts';
import { createSheets, type SharedStorage, type Sheet } from '../chats/chat-drafts.ts';
import { asText, isBag, readBag } from './json-record.ts';

/** What a reload, a new sign-in or another tab must find again of the chats on the desk. */
export type Desktop = {
  /** Somebody sits down: what anybody else left here is thrown away. */
  open(userId: string): void;
  /** What is written and was read, the same in all tabs of this browser. */
  sheet(chatId: string): Sheet;
  keep(chatId: string, part: Partial<Sheet>): void;
  /** Calls when another tab kept something of this chat. */
  onSheet(chatId: string, listener: () => void): () => void;
  /** Texts on their way: each tab sends its own. */
  outbox(chatId: string): readonly PendingMessage[];
  keepOutbox(chatId: string, outbox: readonly PendingMessage[]): void;
  forget(chatId: string): void;
  /** Every chat on the desk is known: what was kept of others before goes. */
  tidy(chatIds: ReadonlySet<string>): void;
  /** The agent goes; the next one finds an empty desk. */
  clear(): void;
};

type Saved = { ownerId: string | undefined; chats: Record<string, { outbox: readonly PendingMessage[] }> };

export type DesktopOptions = { tab: Surroundings['storage']; browser: SharedStorage };

const storageKey = 'porchlight-console-1';

export function createDesktop({ tab, browser }: DesktopOptions): Desktop {
  const saved = decodeSaved(readBag(tab.read(storageKey)));
  const sheets = createSheets(browser);
  const save = () => tab.write(storageKey, JSON.stringify(saved));

  return {
    open(userId) {
      if (saved.ownerId !== userId) saved.chats = {};
      saved.ownerId = userId;
      save();
      sheets.open(userId);
    },
    sheet: sheets.read,
    keep: sheets.change,
    onSheet: sheets.onChange,
    outbox: (chatId) => saved.chats[chatId]?.outbox ?? [],
    keepOutbox(chatId, outbox) {
      saved.chats[chatId] = { outbox };
      save();
    },
    forget(chatId) {
      delete saved.chats[chatId];
      save();
      sheets.forget(chatId);
    },
    tidy: sheets.tidy,
    clear() {
      saved.chats = {};
      tab.remove(storageKey);
      sheets.clear();
    },
  };
}

function decodeSaved({ ownerId, chats }: Record<string, unknown>): Saved {
  const entries = Object.entries(isBag(chats) ? chats : {});
  return { ownerId: asText(ownerId), chats: Object.fromEntries(entries.map(([id, kept]) => [id, decodeKept(kept)])) };
}

const decodeKept = (kept: unknown) => ({
  outbox: isBag(kept) && Array.isArray(kept.outbox) ? kept.outbox.filter(isEntry) : [],
});

function isEntry(saved: unknown): saved is PendingMessage {
  if (!isBag(saved) || !isBag(saved.progress)) return false;
  const texts = [saved.key, saved.body, saved.progress.state];
  return texts.every((text) => typeof text === 'string') && typeof saved.attempt === 'number';
}
