import { signal } from '@preact/signals';
import { waitAfter } from '../../chat/errors.ts';
import type { MediaRequest } from '../../chat/model.ts';
import type { ConversationPort } from '../../chat/ports.ts';
import type { Clock } from '../../environment/environment.ts';

/** The requests to share a page or a screen. Only the list is trusted; a frame or a message causes a refresh. */
export function createMedia({ clock }: { clock: Pick<Clock, 'after'> }) {
  const requests = signal<readonly MediaRequest[]>([]);
  const answering = new Set<string>();
  const waits = new Set<() => void>();
  let port: ConversationPort | undefined;
  let isStale = false;
  let isReading = false;

  function runLater(waitMs: number, task: () => void): void {
    const cancel = clock.after(waitMs, () => {
      waits.delete(cancel);
      task();
    });
    waits.add(cancel);
  }

  async function refresh(): Promise<void> {
    isStale = true;
    if (isReading) return;
    isReading = true;
    while (isStale && port) {
      isStale = false;
      try {
        requests.value = await port.listMediaRequests();
      } catch (error) {
        // For other failures the next opening of the stream refreshes again.
        const waitMs = waitAfter(error);
        if (waitMs !== undefined && port) runLater(waitMs, () => void refresh());
      }
    }
    isReading = false;
  }

  async function sendAnswer(request: MediaRequest, state: 'ACCEPTED' | 'DECLINED'): Promise<void> {
    const { id } = request;
    try {
      const answered = await port?.answerMediaRequest(request, state);
      if (answered) requests.value = requests.peek().map((one) => (one.id === id ? answered : one));
    } catch (error) {
      const waitMs = waitAfter(error);
      if (waitMs !== undefined && port) return runLater(waitMs, () => void sendAnswer(request, state));
      await refresh();
    }
    answering.delete(id);
  }

  return {
    requests,
    refresh,
    connect(next: ConversationPort): void {
      port = next;
    },
    /** Answers once. After a failure the list is read again, since another tab or the agent may have been faster. */
    async answer(id: string, state: 'ACCEPTED' | 'DECLINED'): Promise<void> {
      const request = requests.peek().find((one) => one.id === id);
      if (!port || !request || answering.has(id)) return;
      answering.add(id);
      await sendAnswer(request, state);
    },
    stop(): void {
      for (const cancel of waits) cancel();
      waits.clear();
      port = undefined;
    },
  };
}
