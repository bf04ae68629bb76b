import { batch, computed, type ReadonlySignal, signal } from '@preact/signals';
import type { AgentChat } from '../../chat/agent-chat.ts';
import type { ChatError } from '../../chat/errors.ts';
import type { TranscriptEntry } from '../../chat/message.ts';
import type { Note } from '../../chat/note.ts';
import type { ConversationModel } from '../../chat-store/conversation/conversation.ts';
import type { Desktop } from '../app/workspace-storage.ts';
import type { Writing } from './chat-drafts.ts';
import type { EarlierChats } from './earlier-chats.ts';

/** The reconciling conversation the widget uses too. */
export type Talk = ConversationModel;

export type Deed = 'accept' | 'decline' | 'leave' | 'end' | 'ask' | 'cancel' | 'note' | 'transfer' | 'wrapup';

/** What the agent asked for and has no answer to yet. */
export type Step =
  | { state: 'idle' }
  | { state: 'busy'; deed: Deed }
  | { state: 'failed'; deed: Deed; error: ChatError };

export type DeskChat = {
  readonly id: string;
  readonly facts: ReadonlySignal<AgentChat>;
  /** Only once the agent takes part. */
  readonly talk: ReadonlySignal<Talk | undefined>;
  readonly step: ReadonlySignal<Step>;
  /** Wall-clock time at which the offer is over. */
  readonly offerEndsAt: ReadonlySignal<number>;
  readonly unread: ReadonlySignal<number>;
  readonly lastEntry: ReadonlySignal<TranscriptEntry | undefined>;
  /** When the visitor said the first thing nobody has answered; service time. */
  readonly waitingSince: ReadonlySignal<number | undefined>;
  /** What this visitor said before; asked for only when it is to be seen. */
  readonly earlier: EarlierChats;
  /** What agents wrote to each other, oldest first. */
  readonly notes: ReadonlySignal<readonly Note[]>;
  /** The newest note of a colleague that came while this agent was at the desk. */
  readonly newNote: ReadonlySignal<Note | undefined>;
  takeNotes(notes: readonly Note[]): void;
  update(chat: AgentChat): void;
  tell(step: Step): void;
  /** Everything shown so far has been read. */
  see(): void;
  /** The request to share whose answer was put away. */
  readonly dismissed: ReadonlySignal<string>;
  dismiss(mediaRequestId: string): void;
  /** What is being written, here or in another tab; whoever reads it hears of changes. */
  draft(of: Writing): string;
  drafted(of: Writing, text: string): void;
  /** Lets go; `forget` also drops what is kept of it between pages. */
  dispose(options: { forget: boolean }): void;
};

export type DeskChatOptions = {
  chat: AgentChat;
  startTalk: (chat: AgentChat) => Talk;
  createEarlier: (chatId: string) => EarlierChats;
  desktop: Desktop;
  now: () => number;
};

/** One chat on the desk, from its offer to its end. */
export function createDeskChat({ chat, startTalk, createEarlier, desktop, now }: DeskChatOptions): DeskChat {
  const facts = signal(chat);
  const offerEndsAt = signal(endOfOffer(chat, now()));
  const talk = signal<Talk | undefined>(undefined);
  const step = signal<Step>({ state: 'idle' });
  const kept = desktop.sheet(chat.id);
  const drafts = signal(kept.drafts);
  const dismissed = signal(kept.dismissed);
  const seenAt = signal(kept.seenAt);
  const notes = signal<readonly Note[]>([]);
  const stopSharing = desktop.onSheet(chat.id, () => {
    const sheet = desktop.sheet(chat.id);
    batch(() => {
      drafts.value = sheet.drafts;
      dismissed.value = sheet.dismissed || dismissed.value;
      seenAt.value = Math.max(sheet.seenAt, seenAt.value);
    });
  });

  const newNote = signal<Note | undefined>(undefined);
  let areNotesKnown = false;
  let isOver = false;

  const spoken = computed(() => (talk.value?.entries.value ?? []).filter((entry) => entry.kind === 'standard'));
  const unread = computed(() => {
    const { memberId } = facts.value;
    const said = spoken.value.filter((entry) => entry.senderId !== memberId && entry.at > seenAt.value);
    return said.length + notes.value.filter((note) => !note.isOwn && note.at > seenAt.value).length;
  });

  const waitingSince = computed(() => {
    const { state, visitor } = facts.value;
    if (state !== 'active') return undefined;
    const answered = spoken.value.findLastIndex(({ senderId }) => senderId !== visitor.memberId);
    return spoken.value[answered + 1]?.at;
  });

  return {
    id: chat.id,
    facts,
    talk,
    step,
    offerEndsAt,
    unread,
    lastEntry: computed(() => spoken.value.at(-1)),
    waitingSince,
    earlier: createEarlier(chat.id),
    notes,
    newNote,
    takeNotes(next) {
      // Notes are only ever added: a shorter list is an older answer.
      const added = next.slice(notes.value.length);
      if (added.length > 0) notes.value = next;
      // What was there before this page looked is read in its place.
      if (areNotesKnown) newNote.value = added.findLast(({ isOwn }) => !isOwn) ?? newNote.value;
      areNotesKnown = true;
    },
    update(next) {
      const before = facts.value;
      facts.value = next;
      if (next.participantId !== before.participantId) {
        offerEndsAt.value = endOfOffer(next, now());
        // Handed over and offered again: another part of the same chat.
        talk.value?.dispose();
        talk.value = undefined;
      }
      if (next.state === 'offered' || (next.state === 'over' && isOver)) return;
      isOver = next.state === 'over';
      // One that was over before this page was opened is read, too.
      talk.value ??= startTalk(next);
      if (isOver) talk.value.finish();
    },
    tell(next) {
      step.value = next;
    },
    see() {
      // Own clock and service time do not mix: what counts is the newest entry on the screen.
      const newestEntry = spoken.value.findLast((entry) => entry.delivery.state === 'sent')?.at ?? 0;
      const newest = Math.max(newestEntry, notes.value.at(-1)?.at ?? 0);
      if (newest <= seenAt.value) return;
      seenAt.value = newest;
      desktop.keep(chat.id, { seenAt: Math.max(newest, desktop.sheet(chat.id).seenAt) });
    },
    dismissed,
    dismiss(mediaRequestId) {
      dismissed.value = mediaRequestId;
      desktop.keep(chat.id, { dismissed: mediaRequestId });
    },
    draft: (of) => drafts.value[of] ?? '',
    drafted(of, text) {
      drafts.value = { ...desktop.sheet(chat.id).drafts, [of]: text };
      desktop.keep(chat.id, { drafts: drafts.value });
    },
    dispose({ forget }) {
      stopSharing();
      talk.value?.dispose();
      if (forget) desktop.forget(chat.id);
    },
  };
}

/** The service's clock may differ from ours: a countdown that makes no sense starts anew here. */
function endOfOffer({ offeredAt, offerMs }: AgentChat, now: number): number {
  const goneMs = now - (offeredAt ?? now);
  return now + offerMs - (goneMs >= 0 && goneMs < offerMs ? goneMs : 0);
}
