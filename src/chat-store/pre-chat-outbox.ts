import { computed, signal } from '@preact/signals';
import { isPending, mergePending, type PendingMessage } from '../chat/reconciler/pending-message.ts';
import { outboxOf, writtenEntry } from '../chat/reconciler/selectors.ts';
import type { ConversationModel, ConversationModelOptions } from './conversation/conversation.ts';

type PreChatOutboxOptions = Pick<ConversationModelOptions, 'clock' | 'random' | 'outbox' | 'isResumed' | 'save'>;

/**
 * Stands in for the conversation model until its code is loaded: texts are shown and saved at once, and wait. The real
 * model starts with the outbox that was saved last.
 */
export function createPreChatOutbox({
  clock,
  random,
  outbox: saved = [],
  isResumed = false,
  save,
}: PreChatOutboxOptions): ConversationModel {
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
    isLeaderTab: signal(true),
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
    takeOver(texts) {
      const known = new Set(outbox.peek().map(({ key }) => key));
      change(
        mergePending(
          outbox.peek(),
          texts.filter(({ key }) => !known.has(key)),
        ),
      );
    },
    release: (keys) => change(outbox.peek().filter(({ key }) => !keys.includes(key))),
    /** Only the real model can retry: whether a failed text may be sent again depends on the list. */
    retry() {},
    discard: (key) => change(outbox.peek().filter((entry) => entry.key !== key)),
    typed() {},
    loadOlder() {},
    answerMediaRequest: async () => {},
    refresh() {},
    finish() {
      isOver = true;
      change(outbox.peek());
    },
    dispose() {},
  };
}

/** After the end of the conversation every text that is not confirmed fails. */
function failed(entry: PendingMessage): PendingMessage {
  return isPending(entry) ? { ...entry, progress: { state: 'failed', reason: 'over' } } : entry;
}
