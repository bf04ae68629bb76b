import { batch, computed, signal } from '@preact/signals';
import { type ChatError, waitAfter } from '../../chat/errors.ts';
import type { Message } from '../../chat/model.ts';
import type { ConversationPort } from '../../chat/ports.ts';
import type { ChatAction, ChatEffect, ListFailure, ListQuery, PostFailure } from '../../chat/reconciler/actions.ts';
import type { PendingMessage } from '../../chat/reconciler/pending-message.ts';
import { reduce } from '../../chat/reconciler/reducer.ts';
import { entriesOf, historyOf, isCatchingUp, outboxOf } from '../../chat/reconciler/selectors.ts';
import { isInFlight } from '../../chat/reconciler/send-queue.ts';
import { createChatState } from '../../chat/reconciler/state.ts';
import type { Clock, Random } from '../../environment/environment.ts';
import { toSendableText } from '../../lib/visible-text.ts';

export type TranscriptOptions = {
  clock: Clock;
  random: Random;
  /** The saved outbox of the page before. */
  outbox?: readonly PendingMessage[] | undefined;
  /** Saves the outbox; must return before the next effect runs. */
  save(outbox: readonly PendingMessage[]): void;
  /** Messages seen for the first time, by list or by frame. `isNews` where they came after the first catch-up. */
  onFirstSight(messages: readonly Message[], isNews: boolean): void;
  /** The service answered a list or a send. */
  onAnswer(): void;
  /** A list or a send failed, for good where `isOver`. */
  onFailure(error: ChatError, isOver: boolean): void;
};

/** Runs the reconciler: carries out its effects and dispatches their results. */
export function createTranscript(options: TranscriptOptions) {
  const { clock, random, outbox = [], save, onFirstSight, onAnswer, onFailure } = options;
  // Texts from the pre-chat outbox are saved as they were typed.
  const sendable = outbox.map((text) => ({ ...text, body: toSendableText(text.body) }));
  const state = signal(createChatState({ outbox: sendable }));
  const me = computed(() => state.value.me || 'me');
  // Most actions change none of these: then the entries are not computed again.
  const timeline = computed(() => state.value.timeline);
  const hiddenIds = computed(() => state.value.hiddenIds);
  const written = computed(() => state.value.outbox);
  const seenIds = new Set<string>();
  const timers = new Map<string, () => void>();
  let port: ConversationPort | undefined;
  let isDisposed = false;

  function dispatch(action: ChatAction): void {
    if (isDisposed) return;
    batch(() => {
      if (action.type === 'received' || action.type === 'posted') markSeen([action.message], true);
      const next = reduce(state.peek(), action, clock.monotonicNow());
      state.value = next.state;
      for (const effect of next.effects) runEffect(effect);
    });
  }

  function runEffect(effect: ChatEffect): void {
    switch (effect.type) {
      case 'list':
        return list(effect.request, effect.query);
      case 'post':
        return post(effect.key, effect.attempt, effect.body);
      case 'set-timer': {
        const { timer, delayMs, spread } = effect;
        timers.get(timer)?.();
        const task = () => dispatch({ type: 'timer-fired', timer });
        timers.set(timer, clock.after(delayMs * (1 + spread * (2 * random.fraction() - 1)), task));
        return;
      }
      case 'clear-timer':
        return timers.get(effect.timer)?.();
      case 'save-outbox':
        return save(outboxOf(state.peek()));
      default:
        effect satisfies never;
    }
  }

  function list(request: number, query: ListQuery): void {
    port?.listMessages(query).then(
      (messages) =>
        batch(() => {
          if (isDisposed) return;
          onAnswer();
          markSeen(messages, query.sortOrder === 'ascending' && state.peek().hasCaughtUp);
          dispatch({ type: 'listed', request, messages });
        }),
      (error) => {
        const failure = listFailure(error, query);
        if (!isDisposed) onFailure(error, failure === 'over');
        dispatch({ type: 'list-failed', request, failure, waitMs: waitAfter(error) });
      },
    );
  }

  function post(key: string, attempt: number, body: string): void {
    const { idempotencyKey } = state.peek().capabilities;
    const isWanted = () => !isDisposed && isInFlight(state.peek(), key, attempt);
    port?.sendMessage(body, idempotencyKey ? key : undefined, isWanted).then(
      (message) => {
        if (!isDisposed) onAnswer();
        dispatch({ type: 'posted', key, attempt, message });
      },
      (error) => {
        const failure = postFailure(error);
        if (!isDisposed) onFailure(error, failure.type === 'over');
        dispatch({ type: 'post-failed', key, attempt, failure });
      },
    );
  }

  function markSeen(messages: readonly Message[], isNews: boolean): void {
    const fresh = messages.filter(({ id }) => !seenIds.has(id));
    for (const { id } of fresh) seenIds.add(id);
    if (fresh[0]) onFirstSight(fresh, isNews);
  }

  return {
    feed: dispatch,
    entries: computed(() =>
      entriesOf({ timeline: timeline.value, hiddenIds: hiddenIds.value, outbox: written.value }, me.value),
    ),
    history: computed(() => historyOf(state.value)),
    /** The first catch-up of a conversation does not count: it is the start. */
    isCatchingUp: computed(() => state.value.hasCaughtUp && isCatchingUp(state.value)),
    me,
    /** Sets the client for lists and posts. */
    connect(next: ConversationPort): void {
      port = next;
    },
    dispose(): void {
      isDisposed = true;
      for (const cancel of timers.values()) cancel();
    },
  };
}

function isOver({ kind, code, status }: ChatError): boolean {
  return kind === 'unauthorized' || status === 410 || code === 'chat.error.conversation.state';
}

function listFailure(error: ChatError, { after, before }: ListQuery): ListFailure {
  if (isOver(error)) return 'over';
  if (error.kind !== 'gone' && error.kind !== 'rejected') return 'transient';
  if (after ?? before) return 'unknown-cursor';
  return error.kind === 'gone' ? 'over' : 'transient';
}

function postFailure(error: ChatError): PostFailure {
  const { kind, code } = error;
  const waitMs = waitAfter(error);
  if (isOver(error) || kind === 'gone') return { type: 'over' };
  // Away or gone for good: loading the own member shows which.
  if (code === 'chat.error.member.state') return { type: 'wait', waitMs: 2_000 };
  if (waitMs !== undefined) return { type: 'wait', waitMs };
  return { type: kind === 'rejected' ? 'rejected' : 'unknown' };
}
