import { type Conversation, type GuestDetails, isConversation } from '../chat/model.ts';
import { isPendingMessage, type PendingMessage, uniquePending } from '../chat/reconciler/pending-message.ts';

/** What survives a reload. */
export type SavedChat = {
  /** Only while the chat lives. */
  conversation?: Conversation | undefined;
  /** Left by the visitor, which the service may not know yet. */
  leaving?: Conversation | undefined;
  /** Unsent texts of a page before each tab had an outbox of its own; nothing writes it any more. */
  outbox: readonly PendingMessage[];
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

export function writeSavedChat(chat: Omit<SavedChat, 'outbox'>): string {
  return JSON.stringify({ version, ...chat });
}

/**
 * What to write where other tabs write too. Their conversation stays, unless this tab knows that it is gone, and so does one
 * that the visitor left and the service may not know of; each knows for itself what it has read and drafted.
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
      [saved.conversation, saved.leaving].every((one) => one === undefined || isConversation(one)) &&
      saved.outbox.every(isPendingMessage) &&
      isRest(saved)
      ? {
          ...saved,
          // It could hold copies of one text, and all of it was written for the chat it lay beside.
          outbox: uniquePending(saved.outbox).map((text) => ({ conversation: saved.conversation?.id, ...text })),
        }
      : nothing;
  } catch {
    // Others can write there too: whatever it is, the chat starts clean.
    return nothing;
  }
}

function isRest({ guest, seenAt, isOpen, draft }: SavedChat): boolean {
  return (
    typeof guest === 'object' && !!guest && typeof seenAt === 'number' && typeof isOpen === 'boolean' && isText(draft)
  );
}

const isText = (value: unknown) => typeof value === 'string';
