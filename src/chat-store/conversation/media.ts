import { signal } from '@preact/signals';
import { waitAfter } from '../../chat/errors.ts';
import type { MediaRequest } from '../../chat/model.ts';
import type { ConversationPort } from '../../chat/ports.ts';
import type { Clock } from '../../environment/environment.ts';

/** The questions whether to share a page or a screen. The list is the truth, a frame or a message only says: look. */
export function createMedia({ clock }: { clock: Pick<Clock, 'after'> }) {
  const requests = signal<readonly MediaRequest[]>([]);
  const answering = new Set<string>();
  const waits = new Set<() => void>();
  let port: ConversationPort | undefined;
  let isStale = false;
  let isReading = false;

  function later(waitMs: number, task: () => void): void {
    const cancel = clock.after(waitMs, () => {
      waits.delete(cancel);
      task();
    });
    waits.add(cancel);
  }

  async function look(): Promise<void> {
    isStale = true;
    if (isReading) return;
    isReading = true;
    while (isStale && port) {
      isStale = false;
      try {
        requests.value = await port.listMediaRequests();
      } catch (error) {
        // Else the next opening of the line looks again.
        const waitMs = waitAfter(error);
        if (waitMs !== undefined && port) later(waitMs, () => void look());
      }
    }
    isReading = false;
  }

  async function send(request: MediaRequest, state: 'ACCEPTED' | 'DECLINED'): Promise<void> {
    const { id } = request;
    try {
      const answered = await port?.answerMediaRequest(request, state);
      if (answered) requests.value = requests.peek().map((one) => (one.id === id ? answered : one));
    } catch (error) {
      const waitMs = waitAfter(error);
      if (waitMs !== undefined && port) return later(waitMs, () => void send(request, state));
      await look();
    }
    answering.delete(id);
  }

  return {
    requests,
    look,
    use(next: ConversationPort): void {
      port = next;
    },
    /** Answers once. Whatever comes of it, the list is read again: a refusal means that somebody else was faster. */
    async answer(id: string, state: 'ACCEPTED' | 'DECLINED'): Promise<void> {
      const request = requests.peek().find((one) => one.id === id);
      if (!port || !request || answering.has(id)) return;
      answering.add(id);
      await send(request, state);
    },
    stop(): void {
      for (const cancel of waits) cancel();
      waits.clear();
      port = undefined;
    },
  };
}
