import { batch, computed, type ReadonlySignal, signal } from '@preact/signals';
import type { ChatError } from '../../chat/errors.ts';
import type {
  Capabilities,
  ChatEvent,
  EndReason,
  MediaRequest,
  Member,
  Message,
  TranscriptEntry,
} from '../../chat/model.ts';
import type { ConversationPort } from '../../chat/ports.ts';
import type { PendingMessage } from '../../chat/reconciler/pending-message.ts';
import type { Clock, Page, Random } from '../../environment/environment.ts';
import { toSendableText } from '../../lib/visible-text.ts';
import type { Announcement, History } from '../chat-store-types.ts';
import { createCurrentDay } from '../current-day.ts';
import { createConnection } from './connection.ts';
import { createMedia } from './media.ts';
import { createMembers } from './members.ts';
import { createTranscript } from './transcript.ts';
import { createTyping } from './typing.ts';

export type ConversationModelOptions = {
  clock: Clock;
  random: Random;
  page: Page;
  /** The saved outbox of the page before. */
  outbox?: readonly PendingMessage[] | undefined;
  /** The conversation was live on the page before: until its members are known, it counts as catching up. */
  isResumed?: boolean;
  /** Saves the texts that are not confirmed by the service. */
  save(outbox: readonly PendingMessage[]): void;
  /** The conversation is over for this member; the model has finished by itself. Called once, never after `finish`. */
  onOver?(reason: EndReason): void;
  /** Each message once, when it is new. */
  onNews?(messages: readonly Message[]): void;
};

export interface ConversationModel {
  /** Committed messages in the service's order, then texts that are not committed yet. */
  readonly entries: ReadonlySignal<readonly TranscriptEntry[]>;
  readonly history: ReadonlySignal<History>;
  /** The own member id; `me` before `attach`. */
  readonly me: ReadonlySignal<string>;
  readonly members: ReadonlySignal<ReadonlyMap<string, Member>>;
  /** The id of the member who types right now. */
  readonly typing: ReadonlySignal<string | undefined>;
  readonly mediaRequests: ReadonlySignal<readonly MediaRequest[]>;
  readonly announcement: ReadonlySignal<Announcement | undefined>;
  /** A time of the reader's present day, for labels such as "today". */
  readonly today: ReadonlySignal<number>;
  /** The connection has been lost for long enough to show it. */
  readonly isOffline: ReadonlySignal<boolean>;
  /** Of all tabs with this conversation, this one has the connection. */
  readonly isLeaderTab: ReadonlySignal<boolean>;
  /** The connection or the page is back, and missed messages are still being loaded. */
  readonly isCatchingUp: ReadonlySignal<boolean>;
  /** Connects to the conversation: opens the stream and sends waiting texts. */
  attach(conversation: { port: ConversationPort; id: string; me: string; capabilities: Capabilities }): void;
  send(body: string): void;
  /** Takes over texts of a closed tab for this conversation. */
  takeOver(texts: readonly PendingMessage[]): void;
  /** Another tab has taken these over. */
  release(keys: readonly string[]): void;
  retry(viewId: string): void;
  discard(viewId: string): void;
  typed(): void;
  loadOlder(): void;
  answerMediaRequest(id: string, state: 'ACCEPTED' | 'DECLINED'): Promise<void>;
  /** Reads messages, members and media requests again. */
  refresh(): void;
  /** The conversation is over: one last catch-up, then no more requests. */
  finish(): void;
  dispose(): void;
}

/**
 * One conversation as one of its members sees it, guest or agent: transcript, outbox, stream, members, typing and
 * media requests. Texts may be written before `attach`; they wait. Call `dispose` when done: nothing is left running.
 */
export function createConversationModel(options: ConversationModelOptions): ConversationModel {
  const { clock, random, page } = options;
  const announcement = signal<Announcement | undefined>(undefined);
  const isRefreshing = signal(options.isResumed ?? false);
  let me: string | undefined;
  let isFinished = false;

  const transcript = createTranscript({
    ...options,
    onFirstSight,
    onFailure,
    onAnswer: () => connection.noteEvidence(),
  });
  const { feed } = transcript;
  const media = createMedia({ clock });
  const isLeaderTab = signal(true);
  const connection = createConnection({
    clock,
    page,
    onOpen,
    onLost,
    onEvent,
    onWoke,
    onUnreadable,
    onOver: () => closeConversation('over'),
    onLeader(isSo) {
      isLeaderTab.value = isSo;
    },
  });
  const day = createCurrentDay({ clock, page });
  const typing = createTyping({ clock, sendTyping: () => connection.ifOpen((port) => port.sendTyping()) });
  const members = createMembers({
    clock,
    onChange({ id, presence }) {
      if (presence === 'left' || presence === 'away') typing.hideOf(id);
      if (id === me && presence === 'left') closeConversation('over');
    },
    onFailure: (id, error) => id === me && onFailure(error, error.kind === 'gone' || error.kind === 'unauthorized'),
  });

  function onOpen(): void {
    feed({ type: 'stream-opened' });
    members.refreshAll().then(() => {
      isRefreshing.value = false;
    });
    media.refresh();
  }

  function onLost(): void {
    feed({ type: 'stream-lost' });
    refreshSelf();
  }

  function onWoke(isVisible: boolean | undefined): void {
    feed(isVisible === undefined ? { type: 'woke' } : { type: 'visibility', isVisible });
  }

  function onUnreadable(): void {
    feed({ type: 'frame-dropped' });
  }

  function onEvent(event: ChatEvent): void {
    switch (event.type) {
      case 'message':
        noteActivity(event.message);
        return feed({ type: 'received', message: event.message });
      case 'typing':
        return event.senderId === me ? undefined : typing.show(event.senderId, event.at);
      case 'member-change':
        if (event.state === 'DISCONNECTED') typing.hideOf(event.memberId);
        members.refresh(event.memberId);
        return feed({ type: 'resync-requested' });
      case 'media-request-change':
        return void media.refresh();
      case 'heartbeat':
        return event.seq === undefined ? undefined : feed({ type: 'latest-seq', seq: event.seq });
      default:
        event satisfies never;
    }
  }

  function noteActivity({ senderId, kind, at }: Message): void {
    if (senderId !== me && (kind === 'standard' || kind === 'member-leave')) typing.ended(senderId, at);
  }

  function onFirstSight(messages: readonly Message[], isNews: boolean): void {
    for (const { senderId, kind } of messages) {
      members.ensureKnown(senderId);
      if (kind === 'member-leave') typing.hideOf(senderId);
      if (isNews && kind === 'member-leave') members.refresh(senderId);
    }
    if (messages.some(({ kind }) => kind === 'media-request')) media.refresh();
    if (!isNews) return;
    announce(
      messages.filter(({ senderId, kind }) => senderId !== me && kind !== 'member-join' && kind !== 'member-leave'),
    );
    options.onNews?.(messages);
  }

  function announce(messages: readonly Message[]): void {
    const [first] = messages;
    if (!first) return;
    const { id, senderId, body } = first;
    const notice = messages.find(({ kind }) => kind !== 'standard');
    if (notice) announcement.value = { ...notice, type: 'notice' };
    else if (messages[1]) announcement.value = { id, type: 'many', count: messages.length };
    else announcement.value = { id, type: 'message', senderId, body };
  }

  /** While the connection is lost, only a request shows whether this member still takes part. */
  function refreshSelf(): void {
    if (me) members.refresh(me);
  }

  function onFailure({ kind, code }: ChatError, isOver: boolean): void {
    if (isOver) closeConversation(kind === 'unauthorized' ? 'expired' : 'over');
    else if (code === 'chat.error.member.state') refreshSelf();
  }

  function closeConversation(reason: EndReason): void {
    if (isFinished) return;
    finish();
    options.onOver?.(reason);
  }

  function finish(): void {
    isFinished = true;
    connection.stop();
    typing.stop();
    day.stop();
    feed({ type: 'ended' });
  }

  return {
    entries: transcript.entries,
    history: transcript.history,
    me: transcript.me,
    members: members.all,
    typing: typing.who,
    mediaRequests: media.requests,
    announcement,
    today: day.today,
    isOffline: connection.isOffline,
    isLeaderTab: isLeaderTab,
    isCatchingUp: computed(() => isRefreshing.value || transcript.isCatchingUp.value),
    attach({ port, capabilities, ...conversation }) {
      me = conversation.me;
      for (const model of [transcript, members, media]) model.connect(port);
      batch(() => {
        feed({ type: 'began', me: conversation.me, capabilities, conversation: conversation.id });
        if (!page.isVisible()) feed({ type: 'visibility', isVisible: false });
      });
      refreshSelf();
      connection.start(port);
    },
    send(body) {
      typing.sent();
      feed({ type: 'written', key: random.id(), body: toSendableText(body), at: clock.now() });
    },
    takeOver: (texts) => feed({ type: 'taken-over', texts }),
    release: (keys) => feed({ type: 'released', keys }),
    retry: (key) => feed({ type: 'retried', key }),
    discard: (key) => feed({ type: 'discarded', key }),
    typed: typing.typed,
    loadOlder: () => feed({ type: 'scrolled-to-oldest' }),
    answerMediaRequest: media.answer,
    refresh() {
      feed({ type: 'resync-requested' });
      members.refreshAll();
      media.refresh();
    },
    finish,
    dispose() {
      isFinished = true;
      connection.stop();
      typing.stop();
      members.stop();
      media.stop();
      transcript.dispose();
      day.stop();
    },
  };
}
