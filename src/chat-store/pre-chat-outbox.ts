import { computed, signal } from '@preact/signals';
import { mergePending, type PendingMessage } from '../chat/reconciler/pending-message.ts';
import { outboxOf, writtenEntry } from '../chat/reconciler/selectors.ts';
import type { ConversationModel, ConversationModelOptions } from './conversation/conversation.ts';

type WaitingOptions = Pick<ConversationModelOptions, 'clock' | 'random' | 'outbox' | 'isResumed' | 'save'>;

/**
 * What stands in for a conversation until the code that can hold one has come: texts are shown and kept at once, and
 * wait. Whoever takes over is given what `save` was given last.
 */
export function createWaitingConversation({
  clock,
  random,
  outbox: saved = [],
  isResumed = false,
  save,
}: WaitingOptions): ConversationModel {
  const outbox = signal(saved);
  const me = signal('me');
  const nothing = signal(undefined);
  const no = signal(false);

  let isOver = false;

  function change(next: readonly PendingMessage[]): void {
    outbox.value = isOver ? next.map(failed) : next;
    save(outboxOf({ outbox: outbox.peek() }));
  }

  return {
    entries: computed(() =>
      outbox.value
        .filter(({ progress }) => progress.state !== 'confirmed')
        .map((written) => writtenEntry(written, 'me')),
    ),
    history: signal('unknown' as const),
    me,
    members: signal(new Map()),
    typing: nothing,
    mediaRequests: signal([]),
    announcement: nothing,
    today: signal(clock.now()),
    isOffline: no,
    isLeading: signal(true),
    isCatchingUp: signal(isResumed),
    attach() {},
    send(body) {
      const written: PendingMessage = {
        key: random.id(),
        body,
        at: clock.now(),
        attempt: 0,
        progress: { state: 'queued' },
      };
      change([...outbox.peek(), written]);
    },
    inherit(texts) {
      const known = new Set(outbox.peek().map(({ key }) => key));
      change(
        mergePending(
          outbox.peek(),
          texts.filter(({ key }) => !known.has(key)),
        ),
      );
    },
    release: (keys) => change(outbox.peek().filter(({ key }) => !keys.includes(key))),
    /** Whether a failed text may be sent once more depends on what can only be looked up then. */
    retry() {},
    discard: (key) => change(outbox.peek().filter((entry) => entry.key !== key)),
    typed() {},
    loadOlder() {},
    answerMediaRequest: async () => {},
    look() {},
    finish() {
      isOver = true;
      change(outbox.peek());
    },
    dispose() {},
  };
}

/** Nothing is sent any more once the conversation is over. */
function failed(entry: PendingMessage): PendingMessage {
  return /confirmed|failed/.test(entry.progress.state)
    ? entry
    : { ...entry, progress: { state: 'failed', reason: 'over' } };
}
