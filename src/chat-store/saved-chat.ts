import { type Conversation, type GuestDetails, isConversation } from '../chat/model.ts';
import { isPendingMessage, type PendingMessage, uniquePending } from '../chat/reconciler/pending-message.ts';

/** What survives a reload. */
export type SavedChat = {
  /** Only while the chat is live. */
  conversation?: Conversation | undefined;
  /** The visitor has left it, but the service may not know yet. */
  leaving?: Conversation | undefined;
  /** Unsent texts saved by versions before each tab had its own outbox; read only. */
  outbox: readonly PendingMessage[];
  guest: Partial<GuestDetails>;
  isOpen: boolean;
  /** Service time of the newest message the visitor has seen. */
  seenAt: number;
  /** The composer's unsent text. */
  draft: string;
  hasConsent: boolean;
  /** Wall clock time of the visitor's consent, where it is required. */
  consentAt?: number | undefined;
  /** Wall clock time of the start, for a label. */
  startedAt?: number | undefined;
};

/** Increase it when the shape changes: an old chat is then ignored rather than misread. */
const version = 1;

export function writeSavedChat(chat: Omit<SavedChat, 'outbox'>): string {
  return JSON.stringify({ version, ...chat });
}

/**
 * What to save where other tabs save too. Their conversation stays unless this tab knows that it is over, and so does one
 * that the visitor left while the service may not know yet; seen messages and the draft are merged.
 */
export function mergeSavedChat(
  mine: Omit<SavedChat, 'outbox'>,
  theirs: SavedChat,
  { isGone, hasLeft, hasDraft }: { isGone(id: string): boolean; hasLeft(id: string): boolean; hasDraft: boolean },
): Omit<SavedChat, 'outbox'> {
  const { conversation, startedAt, leaving, guest, draft } = theirs;
  const isTheirs = conversation && conversation.id !== mine.conversation?.id && !isGone(conversation.id);
  return {
    ...mine,
    ...(isTheirs && { conversation, startedAt, guest: { ...mine.guest, ...guest } }),
    leaving: mine.leaving ?? (leaving && !hasLeft(leaving.id) ? leaving : undefined),
    seenAt: Math.max(mine.seenAt, theirs.seenAt),
    draft: hasDraft ? mine.draft : draft,
  };
}

/** Every field is set here, because host pages may extend `Object.prototype`. */
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

/** Reads what an earlier page saved: the empty chat where it is missing, damaged or of another version. */
export function readSavedChat(text: string | undefined): SavedChat {
  try {
    const saved = { ...nothing, ...JSON.parse(text ?? 'null') };
    return saved.version === version &&
      [saved.conversation, saved.leaving].every((one) => one === undefined || isConversation(one)) &&
      saved.outbox.every(isPendingMessage) &&
      isRest(saved)
      ? {
          ...saved,
          // An old outbox may hold copies of one text, all written for the conversation saved with it.
          outbox: uniquePending(saved.outbox).map((text) => ({ conversation: saved.conversation?.id, ...text })),
        }
      : nothing;
  } catch {
    // Other scripts can write there too: with invalid data the chat starts empty.
    return nothing;
  }
}

function isRest({ guest, seenAt, isOpen, draft }: SavedChat): boolean {
  return (
    typeof guest === 'object' && !!guest && typeof seenAt === 'number' && typeof isOpen === 'boolean' && isText(draft)
  );
}

const isText = (value: unknown) => typeof value === 'string';
