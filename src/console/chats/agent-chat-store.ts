import { batch, computed, type ReadonlySignal, signal } from '@preact/signals';
import type { AgentChat, Note } from '../../chat/agent-model.ts';
import type { ChatError } from '../../chat/errors.ts';
import type { TranscriptEntry } from '../../chat/model.ts';
import type { AgentConversation } from './agent-conversation.ts';
import type { DraftField } from './chat-drafts.ts';
import type { EarlierChats } from './earlier-chats.ts';
import type { WorkspaceStorage } from './workspace-storage.ts';

export type ChatAction = 'accept' | 'decline' | 'leave' | 'end' | 'ask' | 'cancel' | 'note' | 'transfer' | 'wrapup';

/** The state of the agent's latest action in the chat. */
export type ActionState =
  | { state: 'idle' }
  | { state: 'busy'; action: ChatAction }
  | { state: 'failed'; action: ChatAction; error: ChatError };

export type AgentChatStore = {
  readonly id: string;
  readonly details: ReadonlySignal<AgentChat>;
  /** Undefined until the agent has accepted. */
  readonly conversation: ReadonlySignal<AgentConversation | undefined>;
  readonly actionState: ReadonlySignal<ActionState>;
  /** Wall-clock time at which the offer is over. */
  readonly offerEndsAt: ReadonlySignal<number>;
  readonly unread: ReadonlySignal<number>;
  readonly lastEntry: ReadonlySignal<TranscriptEntry | undefined>;
  /** Time of the visitor's first unanswered message, by the service's clock. */
  readonly waitingSince: ReadonlySignal<number | undefined>;
  /** The visitor's earlier chats; loaded only when they are shown. */
  readonly earlier: EarlierChats;
  /** Private notes, oldest first. */
  readonly notes: ReadonlySignal<readonly Note[]>;
  /** The newest note of a colleague that arrived after the first load. */
  readonly newNote: ReadonlySignal<Note | undefined>;
  receiveNotes(notes: readonly Note[]): void;
  update(chat: AgentChat): void;
  setActionState(actionState: ActionState): void;
  /** Marks everything shown so far as read. */
  markRead(): void;
  /** Id of the media request whose answer was dismissed. */
  readonly dismissed: ReadonlySignal<string>;
  dismiss(mediaRequestId: string): void;
  /** The draft of a field, from this tab or another; reading it subscribes to changes. */
  readDraft(of: DraftField): string;
  saveDraft(of: DraftField, text: string): void;
  /** Stops everything; `forget` also removes what is stored of the chat. */
  dispose(options: { forget: boolean }): void;
};

export type AgentChatStoreOptions = {
  chat: AgentChat;
  startConversation: (chat: AgentChat) => AgentConversation;
  createEarlier: (chatId: string) => EarlierChats;
  workspace: WorkspaceStorage;
  now: () => number;
};

/** One chat of the agent, from its offer to its end. */
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
  const actionState = signal<ActionState>({ state: 'idle' });
  const saved = workspace.readDraft(chat.id);
  const drafts = signal(saved.drafts);
  const dismissed = signal(saved.dismissed);
  const seenAt = signal(saved.seenAt);
  const notes = signal<readonly Note[]>([]);
  const stopSharing = workspace.onDraftChange(chat.id, () => {
    const draft = workspace.readDraft(chat.id);
    batch(() => {
      drafts.value = draft.drafts;
      dismissed.value = draft.dismissed || dismissed.value;
      seenAt.value = Math.max(draft.seenAt, seenAt.value);
    });
  });

  const newNote = signal<Note | undefined>(undefined);
  let areNotesKnown = false;
  let isOver = false;

  const messages = computed(() =>
    (conversation.value?.entries.value ?? []).filter((entry) => entry.kind === 'standard'),
  );
  const unread = computed(() => {
    const { memberId } = details.value;
    const unreadMessages = messages.value.filter((entry) => entry.senderId !== memberId && entry.at > seenAt.value);
    return unreadMessages.length + notes.value.filter((note) => !note.isOwn && note.at > seenAt.value).length;
  });

  const waitingSince = computed(() => {
    const { state, visitor } = details.value;
    if (state !== 'active') return undefined;
    const answered = messages.value.findLastIndex(({ senderId }) => senderId !== visitor.memberId);
    return messages.value[answered + 1]?.at;
  });

  return {
    id: chat.id,
    details,
    conversation,
    actionState,
    offerEndsAt,
    unread,
    lastEntry: computed(() => messages.value.at(-1)),
    waitingSince,
    earlier: createEarlier(chat.id),
    notes,
    newNote,
    receiveNotes(next) {
      // Notes are only ever added: a shorter list is an older answer.
      const added = next.slice(notes.value.length);
      if (added.length > 0) notes.value = next;
      // Notes of the first response are not new.
      if (areNotesKnown) newNote.value = added.findLast(({ isOwn }) => !isOwn) ?? newNote.value;
      areNotesKnown = true;
    },
    update(next) {
      const before = details.value;
      details.value = next;
      if (next.participantId !== before.participantId) {
        offerEndsAt.value = endOfOffer(next, now());
        // Transferred and offered again: a new participation in the same chat.
        conversation.value?.dispose();
        conversation.value = undefined;
      }
      if (next.state === 'offered' || (next.state === 'over' && isOver)) return;
      isOver = next.state === 'over';
      // A chat that was over before the page was opened is loaded, too.
      conversation.value ??= startConversation(next);
      if (isOver) conversation.value.finish();
    },
    setActionState(next) {
      actionState.value = next;
    },
    markRead() {
      // Own clock and service time do not mix: what counts is the newest entry on the screen.
      const newestEntry = messages.value.findLast((entry) => entry.delivery.state === 'sent')?.at ?? 0;
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

/** The service's clock may differ from ours: an impossible countdown starts at its full length. */
function endOfOffer({ offeredAt, offerMs }: AgentChat, now: number): number {
  const goneMs = now - (offeredAt ?? now);
  return now + offerMs - (goneMs >= 0 && goneMs < offerMs ? goneMs : 0);
}
