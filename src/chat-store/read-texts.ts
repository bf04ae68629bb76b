import { isPendingMessage, type PendingMessage, uniquePending } from '../chat/reconciler/pending-message.ts';

/** The texts of a saved outbox: none where it is missing or invalid, since other scripts can write there too. */
export function readTexts(text: string | undefined): readonly PendingMessage[] {
  try {
    const texts: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(texts) ? uniquePending(texts.filter(isPendingMessage)) : [];
  } catch {
    // Not JSON.
    return [];
  }
}
