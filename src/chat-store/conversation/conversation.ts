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
import { createLine } from './connection.ts';
import { createMedia } from './media.ts';
import { createMembers } from './members.ts';
import { createTranscript } from './transcript.ts';
import { createTyping } from './typing.ts';

export type ConversationModelOptions = {
  clock: Clock;
  random: Random;
  page: Page;
  /** What `save` was given on the page before. */
  outbox?: readonly PendingMessage[] | undefined;
  /** It was under way before: until everybody is known again, that counts as catching up. */
  isResumed?: boolean;
  /** Keep this: texts that are not safely with the service yet. */
  save(outbox: readonly PendingMessage[]): void;
  /** The conversation is over for this member; the model has finished by itself. Called once, never after `finish`. */
  onOver?(reason: EndReason): void;
  /** Each message once, when it is new. */
  onNews?(messages: readonly Message[]): void;
};

export interface ConversationModel {
  /** Committed messages in the service's order, then what is still on its way. */
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
  /** The line has been away for so long that one should say so. */
  readonly isOffline: ReadonlySignal<boolean>;
  /** Of all tabs with this conversation, this one has the line. */
  readonly isLeading: ReadonlySignal<boolean>;
  /** The line or the page is back, and what was missed is still coming. */
  readonly isCatchingUp: ReadonlySignal<boolean>;
  /** From now on there is somebody to talk to: opens the stream and sends what waits. */
  attach(conversation: { port: ConversationPort; id: string; me: string; capabilities: Capabilities }): void;
  send(body: string): void;
  /** Takes over what a closed tab had written for this conversation. */
  inherit(texts: readonly PendingMessage[]): void;
  /** Another tab has taken these over. */
  release(keys: readonly string[]): void;
  retry(viewId: string): void;
  discard(viewId: string): void;
  typed(): void;
  loadOlder(): void;
  answerMediaRequest(id: string, state: 'ACCEPTED' | 'DECLINED'): Promise<void>;
  /** Looks for what changed elsewhere: messages, members, media requests. */
  look(): void;
  /** The conversation is over: one last look, then nothing more is asked or sent. */
  finish(): void;
  dispose(): void;
}

/**
 * One conversation as one of its members lives it, guest or agent: transcript, outbox, stream, members, typing and
 * media requests. Texts may be written before `attach`; they wait. Call `dispose` when done: nothing is left running.
 */
export function createConversationModel(options: ConversationModelOptions): ConversationModel {
  const { clock, random, page } = options;
  const announcement = signal<Announcement | undefined>(undefined);
  const isMissing = signal(options.isResumed ?? false);
  let me: string | undefined;
  let isFinished = false;

  const transcript = createTranscript({ ...options, onFirstSight, onFailure, onAnswer: () => line.noteEvidence() });
  const { feed } = transcript;
  const media = createMedia({ clock });
  const isLeading = signal(true);
  const line = createLine({
    clock,
    page,
    onOpen,
    onLost,
    onEvent,
    onWoke,
    onUnreadable,
    onOver: () => giveUp('over'),
    onLead(isSo) {
      isLeading.value = isSo;
    },
  });
  const day = createCurrentDay({ clock, page });
  const typing = createTyping({ clock, tell: () => line.ifOpen((port) => port.sendTyping()) });
  const members = createMembers({
    clock,
    onChange({ id, presence }) {
      if (presence === 'left' || presence === 'away') typing.hideOf(id);
      if (id === me && presence === 'left') giveUp('over');
    },
    onFailure: (id, error) => id === me && onFailure(error, /gone|unauthorized/.test(error.kind)),
  });

  function onOpen(): void {
    feed({ type: 'stream-opened' });
    members.lookAround().then(() => {
      isMissing.value = false;
    });
    media.look();
  }

  function onLost(): void {
    feed({ type: 'stream-lost' });
    lookAtSelf();
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
        heard(event.message);
        return feed({ type: 'received', message: event.message });
      case 'typing':
        return event.senderId === me ? undefined : typing.noticed(event.senderId, event.at);
      case 'member-change':
        if (event.state === 'DISCONNECTED') typing.hideOf(event.memberId);
        members.look(event.memberId);
        return feed({ type: 'resync-requested' });
      case 'media-request-change':
        return void media.look();
      case 'heartbeat':
        return event.seq === undefined ? undefined : feed({ type: 'latest-seq', seq: event.seq });
      default:
        event satisfies never;
    }
  }

  function heard({ senderId, kind, at }: Message): void {
    if (senderId !== me && (kind === 'standard' || kind === 'member-leave')) typing.ended(senderId, at);
  }

  function onFirstSight(messages: readonly Message[], isNews: boolean): void {
    for (const { senderId, kind } of messages) {
      members.meet(senderId);
      if (kind === 'member-leave') typing.hideOf(senderId);
      if (isNews && kind === 'member-leave') members.look(senderId);
    }
    if (messages.some(({ kind }) => kind === 'media-request')) media.look();
    if (!isNews) return;
    announce(messages.filter(({ senderId, kind }) => senderId !== me && /standard|notice|media/.test(kind)));
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

  /** While the line is lost nobody tells us whether we are still part of the conversation. */
  function lookAtSelf(): void {
    if (me) members.look(me);
  }

  function onFailure({ kind, code }: ChatError, isOver: boolean): void {
    if (isOver) giveUp(kind === 'unauthorized' ? 'expired' : 'over');
    else if (code === 'chat.error.member.state') lookAtSelf();
  }

  function giveUp(reason: EndReason): void {
    if (isFinished) return;
    finish();
    options.onOver?.(reason);
  }

  function finish(): void {
    isFinished = true;
    line.stop();
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
    isOffline: line.isOffline,
    isLeading,
    isCatchingUp: computed(() => isMissing.value || transcript.isCatchingUp.value),
    attach({ port, capabilities, ...conversation }) {
      me = conversation.me;
      for (const model of [transcript, members, media]) model.use(port);
      batch(() => {
        feed({ type: 'began', me: conversation.me, capabilities, conversation: conversation.id });
        if (!page.isVisible()) feed({ type: 'visibility', isVisible: false });
      });
      lookAtSelf();
      line.start(port);
    },
    send(body) {
      typing.sent();
      feed({ type: 'written', key: random.id(), body: toSendableText(body), at: clock.now() });
    },
    inherit: (texts) => feed({ type: 'taken-over', texts }),
    release: (keys) => feed({ type: 'released', keys }),
    retry: (key) => feed({ type: 'retried', key }),
    discard: (key) => feed({ type: 'discarded', key }),
    typed: typing.typed,
    loadOlder: () => feed({ type: 'scrolled-to-oldest' }),
    answerMediaRequest: media.answer,
    look() {
      feed({ type: 'resync-requested' });
      members.lookAround();
      media.look();
    },
    finish,
    dispose() {
      isFinished = true;
      line.stop();
      typing.stop();
      members.stop();
      media.stop();
      transcript.dispose();
      day.stop();
    },
  };
}
