import { signal } from '@preact/signals';
import type { ConversationPort } from '../chat/conversation-port.ts';
import type { MediaRequest } from '../chat/media-request.ts';

/** The questions whether to share a page or a screen. The list is the truth, a frame or a message only says: look. */
export function createMedia() {
  const requests = signal<readonly MediaRequest[]>([]);
  const answering = new Set<string>();
  let port: ConversationPort | undefined;
  let isStale = false;
  let isReading = false;

  async function look(): Promise<void> {
    isStale = true;
    if (isReading) return;
    isReading = true;
    while (isStale && port) {
      isStale = false;
      try {
        requests.value = await port.listMediaRequests();
      } catch {
        // The next opening of the line looks again.
      }
    }
    isReading = false;
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
      try {
        const answered = await port.answerMediaRequest(request, state);
        requests.value = requests.peek().map((one) => (one.id === id ? answered : one));
      } catch {
        await look();
      }
      answering.delete(id);
    },
  };
}
