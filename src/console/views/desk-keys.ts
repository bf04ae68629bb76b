import type { ConsoleStore } from '../console-store.ts';

/**
 * J, K and the arrows walk the list from anywhere but a text field, Enter on a row accepts or opens it,
 * Escape in the composer goes back to the row.
 */
export function deskKeys(event: KeyboardEvent, store: ConsoleStore): void {
  const target = event.target;
  if (event.defaultPrevented || event.isComposing || !(target instanceof HTMLElement)) return;
  if (event.ctrlKey || event.metaKey || event.altKey || target.closest('dialog')) return;
  if (target.matches('input, textarea')) {
    if (event.key === 'Escape') rowOf(store.selected.value?.id)?.focus();
    return;
  }
  const step = steps[event.key];
  const isArrow = event.key.startsWith('Arrow');
  // Arrows belong to the transcript while it has the focus; J and K do not.
  if (step !== undefined && !(isArrow && target.closest('[role=log]'))) {
    event.preventDefault();
    return walk(step, store);
  }
  if (event.key === 'Enter' && target.dataset.chat !== undefined) {
    event.preventDefault();
    openRow(target.dataset.chat, store);
  }
}

const steps: Readonly<Record<string, number>> = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 };

function walk(step: number, store: ConsoleStore): void {
  const ids = store.chats.value.map(({ id }) => id);
  const here = ids.indexOf(store.selected.value?.id ?? '');
  const next = here < 0 ? (step > 0 ? 0 : ids.length - 1) : Math.min(Math.max(here + step, 0), ids.length - 1);
  const id = ids[next];
  if (id === undefined) return;
  store.select(id);
  rowOf(id)?.focus();
}

function openRow(chatId: string, store: ConsoleStore): void {
  const chat = store.chats.value.find(({ id }) => id === chatId);
  if (chat?.facts.value.state === 'offered') void store.acceptAndOpen(chat);
  else {
    store.select(chatId);
    store.wantComposer(chatId);
  }
}

/** Where a chat is opened from in the list. */
export function rowOf(chatId: string | undefined): HTMLElement | null {
  return chatId === undefined ? null : document.querySelector<HTMLElement>(`[data-chat="${CSS.escape(chatId)}"]`);
}
