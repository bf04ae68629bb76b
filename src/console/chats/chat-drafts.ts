import type { Environment } from '../../environment/environment.ts';
import { asString, isJsonRecord, parseJsonRecord } from '../core/json-record.ts';

/** What an agent writes in a chat. `wrapupCode` is the id of the code that was chosen. */
export const draftFields = ['reply', 'note', 'transfer', 'wrapup', 'wrapupCode'] as const;
export type DraftField = (typeof draftFields)[number];
export type Drafts = Readonly<Partial<Record<DraftField, string>>>;

/** What is kept of one chat: drafts, how far it was read, and the request to share whose answer was put away. */
export type ChatDraft = { readonly drafts: Drafts; readonly seenAt: number; readonly dismissed: string };

/** A text store that all tabs of a browser share. */
export type SharedStorage = Environment['storage'] & {
  keys(): string[];
  /** Another tab changed `key`, or everything where it is undefined. */
  onChange(listener: (key: string | undefined) => void): () => void;
};

/** The sheets of one agent, the same in all tabs. */
export type ChatDrafts = {
  /** Sheets of anybody else are thrown away. */
  openFor(ownerId: string): void;
  read(chatId: string): ChatDraft;
  update(chatId: string, part: Partial<ChatDraft>): void;
  /** Calls when another tab changed this sheet. */
  onChange(chatId: string, listener: () => void): () => void;
  remove(chatId: string): void;
  /** Throws away what was there before `open` of chats that are not among these. */
  retainOnly(chatIds: ReadonlySet<string>): void;
  clear(): void;
};

const prefix = 'porchlight-console-chat-1:';
const keyOf = (chatId: string) => prefix + chatId;

/** One key a chat: tabs that write in different chats never overwrite each other. */
export function createChatDrafts(storage: SharedStorage): ChatDrafts {
  let ownerId = '';
  let found: readonly string[] = [];

  const keys = () => storage.keys().filter((key) => key.startsWith(prefix));
  const read = (chatId: string) => decodeChatDraft(parseJsonRecord(storage.read(keyOf(chatId))), ownerId);

  return {
    openFor(id) {
      ownerId = id;
      for (const key of keys()) if (parseJsonRecord(storage.read(key)).ownerId !== id) storage.remove(key);
      found = keys();
    },
    read,
    // What another tab changed a moment ago counts: read anew each time, then write.
    update: (chatId, part) => {
      storage.write(keyOf(chatId), JSON.stringify({ ownerId, ...read(chatId), ...part }));
    },
    onChange: (chatId, listener) =>
      storage.onChange((key) => {
        if (key === undefined || key === keyOf(chatId)) listener();
      }),
    remove: (chatId) => storage.remove(keyOf(chatId)),
    retainOnly(chatIds) {
      // A chat taken in another tab while the list was under way is not among them, nor was it there before.
      for (const key of found) if (!chatIds.has(key.slice(prefix.length))) storage.remove(key);
      found = [];
    },
    clear() {
      for (const key of keys()) storage.remove(key);
    },
  };
}

function decodeChatDraft(kept: Record<string, unknown>, ownerId: string): ChatDraft {
  const { drafts, seenAt, dismissed } = kept.ownerId === ownerId ? kept : {};
  const given = isJsonRecord(drafts) ? drafts : {};
  return {
    drafts: Object.fromEntries(draftFields.map((of) => [of, asString(given[of]) ?? ''])),
    seenAt: typeof seenAt === 'number' ? seenAt : 0,
    dismissed: asString(dismissed) ?? '',
  };
}
