import type { SavedEntry } from '../chat/chat-state.ts';
import type { GuestDetails } from '../chat/member.ts';
import type { Conversation } from '../chat/session.ts';

/** What survives a reload. */
export type SavedChat = {
  /** Only while the chat lives. */
  conversation?: Conversation | undefined;
  /** Left by the visitor, which the service may not know yet. */
  leaving?: Conversation | undefined;
  /** Texts that are not safely with the service. */
  outbox: readonly SavedEntry[];
  guest: Partial<GuestDetails>;
  isOpen: boolean;
  /** Service time of the newest message the visitor has had before the eyes. */
  seenAt: number;
  /** What stands in the composer. */
  draft: string;
  hasConsent: boolean;
  /** Wall clock time of the visitor's consent, where it was asked for. */
  consentAt?: number | undefined;
  /** Wall clock time of the chat's beginning: a label. */
  startedAt?: number | undefined;
};

/** Raise it whenever the shape changes: an old chat is better forgotten than misread. */
const version = 1;

export function writeSavedChat(chat: SavedChat): string {
  return JSON.stringify({ version, ...chat });
}

/** Every field is an own one: pages add to the prototypes that all objects share. */
const nothing: SavedChat = {
  conversation: undefined,
  leaving: undefined,
  outbox: [],
  guest: {},
  isOpen: false,
  seenAt: 0,
  draft: '',
  hasConsent: false,
  consentAt: undefined,
  startedAt: undefined,
};

/** What an earlier page kept; nothing where it is missing, damaged or of another version. */
export function readSavedChat(text: string | undefined): SavedChat {
  try {
    const saved = { ...nothing, ...JSON.parse(text ?? 'null') };
    return saved.version === version &&
      [saved.conversation, saved.leaving].every(isConversation) &&
      saved.outbox.every(isEntry) &&
      isRest(saved)
      ? saved
      : nothing;
  } catch {
    // Others can write there too: whatever it is, the chat starts clean.
    return nothing;
  }
}

function isConversation(saved: unknown): boolean {
  if (saved === undefined) return true;
  const { id, memberId, jwt, eventStreamUri, capabilities } = saved as Conversation;
  return [id, memberId, jwt, eventStreamUri].every(isText) && typeof capabilities.seq === 'boolean';
}

function isEntry({ key, body, attempt, progress }: SavedEntry): boolean {
  return [key, body, progress.state].every(isText) && typeof attempt === 'number';
}

function isRest({ guest, seenAt, isOpen, draft }: SavedChat): boolean {
  return (
    typeof guest === 'object' && !!guest && typeof seenAt === 'number' && typeof isOpen === 'boolean' && isText(draft)
  );
}

const isText = (value: unknown) => typeof value === 'string';
