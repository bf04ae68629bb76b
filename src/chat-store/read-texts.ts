import { isSavedEntry, type SavedEntry, uniqueTexts } from '../chat/reconciler/pending-message.ts';

/** The texts of a kept outbox: none where it is missing or damaged, as others can write there too. */
export function readTexts(text: string | undefined): readonly SavedEntry[] {
  try {
    const texts: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(texts) ? uniqueTexts(texts.filter(isSavedEntry)) : [];
  } catch {
    // Not ours.
    return [];
  }
}
