import type { Environment } from '../../environment/environment.ts';
import { asString, isJsonRecord, parseJsonRecord } from '../core/json-record.ts';

/** The fields an agent fills in a chat. `wrapupCode` is the id of the chosen code. */
export const draftFields = ['reply', 'note', 'transfer', 'wrapup', 'wrapupCode'] as const;
export type DraftField = (typeof draftFields)[number];
export type Drafts = Readonly<Partial<Record<DraftField, string>>>;

/** What is stored of one chat: drafts, how far it was read, and the dismissed media request. */
export type ChatDraft = { readonly drafts: Drafts; readonly seenAt: number; readonly dismissed: string };

/** Storage that all tabs of a browser share. */
export type SharedStorage = Environment['storage'] & {
  keys(): string[];
  /** Another tab changed `key`, or everything where it is undefined. */
  onChange(listener: (key: string | undefined) => void): () => void;
};

/** The drafts of one agent, shared by all tabs. */
export type ChatDrafts = {
  /** Starts for a user and removes the drafts of any other user. */
  openFor(ownerId: string): void;
  read(chatId: string): ChatDraft;
  update(chatId: string, part: Partial<ChatDraft>): void;
  /** Calls the listener when another tab changes this draft; returns an unsubscribe function. */
  onChange(chatId: string, listener: () => void): () => void;
  remove(chatId: string): void;
  /** Removes drafts that existed before `openFor`, of chats that are not in the set. */
  retainOnly(chatIds: ReadonlySet<string>): void;
  clear(): void;
};

const prefix = 'porchlight-console-chat-1:';
const keyOf = (chatId: string) => prefix + chatId;

/** One key for each chat: tabs that write in different chats never overwrite each other. */
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
    // Read before each write, since another tab may have changed it.
    update: (chatId, part) => {
      storage.write(keyOf(chatId), JSON.stringify({ ownerId, ...read(chatId), ...part }));
    },
    onChange: (chatId, listener) =>
      storage.onChange((key) => {
        if (key === undefined || key === keyOf(chatId)) listener();
      }),
    remove: (chatId) => storage.remove(keyOf(chatId)),
    retainOnly(chatIds) {
      // A chat that another tab accepted while the list was loading is not in the set, but did not exist before either.
      for (const key of found) if (!chatIds.has(key.slice(prefix.length))) storage.remove(key);
      found = [];
    },
    clear() {
      for (const key of keys()) storage.remove(key);
    },
  };
}

function decodeChatDraft(saved: Record<string, unknown>, ownerId: string): ChatDraft {
  const { drafts, seenAt, dismissed } = saved.ownerId === ownerId ? saved : {};
  const given = isJsonRecord(drafts) ? drafts : {};
  return {
    drafts: Object.fromEntries(draftFields.map((of) => [of, asString(given[of]) ?? ''])),
    seenAt: typeof seenAt === 'number' ? seenAt : 0,
    dismissed: asString(dismissed) ?? '',
  };
}
