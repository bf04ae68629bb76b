import type { Surroundings } from '../../environment/environment.ts';
import { asText, isBag, readBag } from '../app/json-record.ts';

/** What an agent writes in a chat. `wrapupCode` is the id of the code that was chosen. */
export const writings = ['reply', 'note', 'transfer', 'wrapup', 'wrapupCode'] as const;
export type Writing = (typeof writings)[number];
export type Drafts = Readonly<Partial<Record<Writing, string>>>;

/** What is kept of one chat: drafts, how far it was read, and the request to share whose answer was put away. */
export type Sheet = { readonly drafts: Drafts; readonly seenAt: number; readonly dismissed: string };

/** A text store that all tabs of a browser share. */
export type SharedStorage = Surroundings['storage'] & {
  keys(): string[];
  /** Another tab changed `key`, or everything where it is undefined. */
  onChange(listener: (key: string | undefined) => void): () => void;
};

/** The sheets of one agent, the same in all tabs. */
export type Sheets = {
  /** Sheets of anybody else are thrown away. */
  open(ownerId: string): void;
  read(chatId: string): Sheet;
  change(chatId: string, part: Partial<Sheet>): void;
  /** Calls when another tab changed this sheet. */
  onChange(chatId: string, listener: () => void): () => void;
  forget(chatId: string): void;
  /** Throws away what was there before `open` of chats that are not among these. */
  tidy(chatIds: ReadonlySet<string>): void;
  clear(): void;
};

const prefix = 'porchlight-console-chat-1:';
const keyOf = (chatId: string) => prefix + chatId;

/** One key a chat: tabs that write in different chats never overwrite each other. */
export function createSheets(storage: SharedStorage): Sheets {
  let ownerId = '';
  let found: readonly string[] = [];

  const keys = () => storage.keys().filter((key) => key.startsWith(prefix));
  const read = (chatId: string) => decodeSheet(readBag(storage.read(keyOf(chatId))), ownerId);

  return {
    open(id) {
      ownerId = id;
      for (const key of keys()) if (readBag(storage.read(key)).ownerId !== id) storage.remove(key);
      found = keys();
    },
    read,
    // What another tab changed a moment ago counts: read anew each time, then write.
    change: (chatId, part) => {
      storage.write(keyOf(chatId), JSON.stringify({ ownerId, ...read(chatId), ...part }));
    },
    onChange: (chatId, listener) =>
      storage.onChange((key) => {
        if (key === undefined || key === keyOf(chatId)) listener();
      }),
    forget: (chatId) => storage.remove(keyOf(chatId)),
    tidy(chatIds) {
      // A chat taken in another tab while the list was under way is not among them, nor was it there before.
      for (const key of found) if (!chatIds.has(key.slice(prefix.length))) storage.remove(key);
      found = [];
    },
    clear() {
      for (const key of keys()) storage.remove(key);
    },
  };
}

function decodeSheet(kept: Record<string, unknown>, ownerId: string): Sheet {
  const { drafts, seenAt, dismissed } = kept.ownerId === ownerId ? kept : {};
  const given = isBag(drafts) ? drafts : {};
  return {
    drafts: Object.fromEntries(writings.map((of) => [of, asText(given[of]) ?? ''])),
    seenAt: typeof seenAt === 'number' ? seenAt : 0,
    dismissed: asText(dismissed) ?? '',
  };
}
