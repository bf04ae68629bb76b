import type { SavedEntry } from '../chat/chat-state.ts';
import type { Surroundings } from '../store/surroundings.ts';

/** What an agent writes in a chat. `wrapupCode` is the id of the code that was chosen. */
export const writings = ['reply', 'note', 'transfer', 'wrapup', 'wrapupCode'] as const;
export type Writing = (typeof writings)[number];

/** What a reload or a new sign-in must not lose: drafts, texts on their way, and how far each chat was read. */
export type Desktop = {
  draft(chatId: string, of: Writing): string;
  keepDraft(chatId: string, of: Writing, text: string): void;
  outbox(chatId: string): readonly SavedEntry[];
  keepOutbox(chatId: string, outbox: readonly SavedEntry[]): void;
  seenAt(chatId: string): number;
  keepSeenAt(chatId: string, at: number): void;
  /** The request to share whose answer was read and put away. */
  dismissed(chatId: string): string;
  keepDismissed(chatId: string, mediaRequestId: string): void;
  forget(chatId: string): void;
  /** The agent goes; the next one finds an empty desk. */
  clear(): void;
};

type Sheet = {
  drafts?: Partial<Record<Writing, string>>;
  seenAt?: number;
  dismissed?: string;
  outbox?: readonly SavedEntry[];
};
type Saved = { chats: Record<string, Sheet> };

const storageKey = 'porchlight-console-1';

export function createDesktop(storage: Surroundings['storage']): Desktop {
  const saved = decodeSaved(storage.read(storageKey));
  const save = () => storage.write(storageKey, JSON.stringify(saved));
  const change = (chatId: string, part: Sheet) => {
    saved.chats[chatId] = { ...saved.chats[chatId], ...part };
    save();
  };

  return {
    draft: (chatId, of) => saved.chats[chatId]?.drafts?.[of] ?? '',
    keepDraft: (chatId, of, text) => change(chatId, { drafts: { ...saved.chats[chatId]?.drafts, [of]: text } }),
    outbox: (chatId) => saved.chats[chatId]?.outbox ?? [],
    keepOutbox: (chatId, outbox) => change(chatId, { outbox }),
    seenAt: (chatId) => saved.chats[chatId]?.seenAt ?? 0,
    keepSeenAt: (chatId, seenAt) => change(chatId, { seenAt }),
    dismissed: (chatId) => saved.chats[chatId]?.dismissed ?? '',
    keepDismissed: (chatId, dismissed) => change(chatId, { dismissed }),
    forget(chatId) {
      delete saved.chats[chatId];
      save();
    },
    clear() {
      saved.chats = {};
      save();
    },
  };
}

function decodeSaved(text: string | undefined): Saved {
  try {
    const saved: unknown = JSON.parse(text ?? '');
    if (isBag(saved) && isBag(saved.chats)) {
      const chats = Object.entries(saved.chats).map(([id, sheet]) => [id, decodeSheet(sheet)] as const);
      return { chats: Object.fromEntries(chats) };
    }
  } catch {
    // Nothing kept, or nothing readable: an empty desk is right.
  }
  return { chats: {} };
}

function decodeSheet(sheet: unknown): Sheet {
  if (!isBag(sheet)) return {};
  return {
    drafts: decodeDrafts(sheet.drafts),
    dismissed: asText(sheet.dismissed) ?? '',
    seenAt: typeof sheet.seenAt === 'number' ? sheet.seenAt : 0,
    outbox: Array.isArray(sheet.outbox) ? sheet.outbox.filter(isEntry) : [],
  };
}

function decodeDrafts(drafts: unknown): Partial<Record<Writing, string>> {
  const given = isBag(drafts) ? drafts : {};
  return Object.fromEntries(writings.map((of) => [of, asText(given[of]) ?? '']));
}

function isEntry(saved: unknown): saved is SavedEntry {
  if (!isBag(saved) || !isBag(saved.progress)) return false;
  const texts = [saved.key, saved.body, saved.progress.state];
  return texts.every((text) => typeof text === 'string') && typeof saved.attempt === 'number';
}

const asText = (value: unknown) => (typeof value === 'string' ? value : undefined);
const isBag = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
