import { batch, computed, type ReadonlySignal, signal } from '@preact/signals';
import type { AgentChat, Note } from '../../chat/agent-model.ts';
import type { ChatError } from '../../chat/errors.ts';
import type { TranscriptEntry } from '../../chat/model.ts';
import type { AgentConversation } from './agent-conversation.ts';
import type { DraftField } from './chat-drafts.ts';
import type { EarlierChats } from './earlier-chats.ts';
import type { WorkspaceStorage } from './workspace-storage.ts';

export type ChatAction = 'accept' | 'decline' | 'leave' | 'end' | 'ask' | 'cancel' | 'note' | 'transfer' | 'wrapup';

/** What the agent asked for and has no answer to yet. */
export type ActionState =
  | { state: 'idle' }
  | { state: 'busy'; action: ChatAction }
  | { state: 'failed'; action: ChatAction; error: ChatError };

export type AgentChatStore = {
  readonly id: string;
  readonly details: ReadonlySignal<AgentChat>;
  /** Only once the agent takes part. */
  readonly conversation: ReadonlySignal<AgentConversation | undefined>;
  readonly actionState: ReadonlySignal<ActionState>;
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
  receiveNotes(notes: readonly Note[]): void;
  update(chat: AgentChat): void;
  setActionState(step: ActionState): void;
  /** Everything shown so far has been read. */
  markRead(): void;
  /** The request to share whose answer was put away. */
  readonly dismissed: ReadonlySignal<string>;
  dismiss(mediaRequestId: string): void;
  /** What is being written, here or in another tab; whoever reads it hears of changes. */
  readDraft(of: DraftField): string;
  saveDraft(of: DraftField, text: string): void;
  /** Lets go; `forget` also drops what is kept of it between pages. */
  dispose(options: { forget: boolean }): void;
};

export type AgentChatStoreOptions = {
  chat: AgentChat;
  startConversation: (chat: AgentChat) => AgentConversation;
  createEarlier: (chatId: string) => EarlierChats;
  workspace: WorkspaceStorage;
  now: () => number;
};

/** One chat on the desk, from its offer to its end. */
export function createAgentChatStore({
  chat,
  startConversation,
  createEarlier,
  workspace,
  now,
}: AgentChatStoreOptions): AgentChatStore {
  const details = signal(chat);
  const offerEndsAt = signal(endOfOffer(chat, now()));
  const conversation = signal<AgentConversation | undefined>(undefined);
  const step = signal<ActionState>({ state: 'idle' });
  const kept = workspace.readDraft(chat.id);
  const drafts = signal(kept.drafts);
  const dismissed = signal(kept.dismissed);
  const seenAt = signal(kept.seenAt);
  const notes = signal<readonly Note[]>([]);
  const stopSharing = workspace.onDraftChange(chat.id, () => {
    const sheet = workspace.readDraft(chat.id);
    batch(() => {
      drafts.value = sheet.drafts;
      dismissed.value = sheet.dismissed || dismissed.value;
      seenAt.value = Math.max(sheet.seenAt, seenAt.value);
    });
  });

  const newNote = signal<Note | undefined>(undefined);
  let areNotesKnown = false;
  let isOver = false;

  const spoken = computed(() => (conversation.value?.entries.value ?? []).filter((entry) => entry.kind === 'standard'));
  const unread = computed(() => {
    const { memberId } = details.value;
    const said = spoken.value.filter((entry) => entry.senderId !== memberId && entry.at > seenAt.value);
    return said.length + notes.value.filter((note) => !note.isOwn && note.at > seenAt.value).length;
  });

  const waitingSince = computed(() => {
    const { state, visitor } = details.value;
    if (state !== 'active') return undefined;
    const answered = spoken.value.findLastIndex(({ senderId }) => senderId !== visitor.memberId);
    return spoken.value[answered + 1]?.at;
  });

  return {
    id: chat.id,
    details,
    conversation,
    actionState: step,
    offerEndsAt,
    unread,
    lastEntry: computed(() => spoken.value.at(-1)),
    waitingSince,
    earlier: createEarlier(chat.id),
    notes,
    newNote,
    receiveNotes(next) {
      // Notes are only ever added: a shorter list is an older answer.
      const added = next.slice(notes.value.length);
      if (added.length > 0) notes.value = next;
      // What was there before this page looked is read in its place.
      if (areNotesKnown) newNote.value = added.findLast(({ isOwn }) => !isOwn) ?? newNote.value;
      areNotesKnown = true;
    },
    update(next) {
      const before = details.value;
      details.value = next;
      if (next.participantId !== before.participantId) {
        offerEndsAt.value = endOfOffer(next, now());
        // Handed over and offered again: another part of the same chat.
        conversation.value?.dispose();
        conversation.value = undefined;
      }
      if (next.state === 'offered' || (next.state === 'over' && isOver)) return;
      isOver = next.state === 'over';
      // One that was over before this page was opened is read, too.
      conversation.value ??= startConversation(next);
      if (isOver) conversation.value.finish();
    },
    setActionState(next) {
      step.value = next;
    },
    markRead() {
      // Own clock and service time do not mix: what counts is the newest entry on the screen.
      const newestEntry = spoken.value.findLast((entry) => entry.delivery.state === 'sent')?.at ?? 0;
      const newest = Math.max(newestEntry, notes.value.at(-1)?.at ?? 0);
      if (newest <= seenAt.value) return;
      seenAt.value = newest;
      workspace.updateDraft(chat.id, { seenAt: Math.max(newest, workspace.readDraft(chat.id).seenAt) });
    },
    dismissed,
    dismiss(mediaRequestId) {
      dismissed.value = mediaRequestId;
      workspace.updateDraft(chat.id, { dismissed: mediaRequestId });
    },
    readDraft: (of) => drafts.value[of] ?? '',
    saveDraft(of, text) {
      drafts.value = { ...workspace.readDraft(chat.id).drafts, [of]: text };
      workspace.updateDraft(chat.id, { drafts: drafts.value });
    },
    dispose({ forget }) {
      stopSharing();
      conversation.value?.dispose();
      if (forget) workspace.removeChat(chat.id);
    },
  };
}

/** The service's clock may differ from ours: a countdown that makes no sense starts anew here. */
function endOfOffer({ offeredAt, offerMs }: AgentChat, now: number): number {
  const goneMs = now - (offeredAt ?? now);
  return now + offerMs - (goneMs >= 0 && goneMs < offerMs ? goneMs : 0);
}
