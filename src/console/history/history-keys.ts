import type { HistoryModel } from './history-model.ts';

/** Handles the keys of the history; returns whether the key was one of them. */
export function handleHistoryKey(event: KeyboardEvent, history: HistoryModel, isLetterOn: boolean): boolean {
  const { target, key } = event;
  if (!(target instanceof HTMLElement)) return false;
  if (target.matches('input, textarea, select')) {
    if (key !== 'Escape') return false;
    (pastRow(history.chosen.peek()?.id) ?? document.querySelector<HTMLElement>('[data-past]'))?.focus();
    return true;
  }
  const step = steps[key] ?? (isLetterOn ? letterSteps[key.toLowerCase()] : undefined);
  if (step !== undefined) {
    // Arrows scroll the transcript.
    if (key.startsWith('Arrow') && target.closest('.past-log')) return false;
    event.preventDefault();
    walk(step);
    return true;
  }
  // A single character is a shortcut like a letter, and is switched off with the letters.
  if (key !== '/' || !isLetterOn) return false;
  event.preventDefault();
  document.querySelector<HTMLElement>('.filters input')?.focus();
  return true;

  function walk(by: number): void {
    const ids = history.chats.peek().map(({ id }) => id);
    const here = ids.indexOf(target instanceof HTMLElement ? (target.dataset.past ?? chosenId()) : chosenId());
    const next = here < 0 ? (by > 0 ? 0 : ids.length - 1) : Math.min(Math.max(here + by, 0), ids.length - 1);
    const id = ids[next];
    if (id === undefined) return;
    // With an open transcript the next one opens; otherwise only the focus moves.
    if (history.chosen.peek()) history.choose(id);
    focusPastRow(id);
  }

  function chosenId(): string {
    return history.chosen.peek()?.id ?? '';
  }
}

const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };
const letterSteps: Readonly<Record<string, number>> = { j: 1, k: -1 };

const pastRow = (chatId: string | undefined): HTMLElement | null =>
  chatId === undefined ? null : document.querySelector<HTMLElement>(`[data-past="${CSS.escape(chatId)}"]`);

/** Focuses the row of a chat. */
export const focusPastRow = (chatId: string): void => pastRow(chatId)?.focus();
