import { historyKeys } from '../history/history-keys.ts';
import type { ConsoleStore } from './console-store.ts';

/**
 * The arrows walk the list from anywhere but a text field, Enter on a row accepts or opens it, Escape in the composer
 * goes back to the row; and, unless they are switched off, single letters do what `?` lists.
 */
export function deskKeys(event: KeyboardEvent, store: ConsoleStore): void {
  const target = event.target;
  if (event.defaultPrevented || event.isComposing || !(target instanceof HTMLElement)) return;
  if (event.ctrlKey || event.metaKey || event.altKey || target.closest('dialog')) return;
  const isLetterOn = store.preferences.hasLetterKeys.value;
  if (store.place.value.room === 'history' && historyKeys(event, store, isLetterOn)) return;
  if (target.matches('input, textarea, select')) {
    if (event.key === 'Escape') rowOf(store.selected.value?.id)?.focus();
    return;
  }
  // In another room nobody sees which chat they would go to.
  if (store.place.value.room !== 'chats' && !(isLetterOn && /^[hm?]$/i.test(event.key))) return;
  // Arrows belong to the transcript while it has the focus; J and K do not.
  const step = target.closest('[role=log]') ? undefined : steps[event.key];
  if (step !== undefined) {
    event.preventDefault();
    return walk(step, store);
  }
  if (event.key.length === 1 && isLetterOn) return letter(event, store);
  if (event.key === 'Enter' && target.dataset.chat !== undefined) {
    event.preventDefault();
    openRow(target.dataset.chat, store);
  }
}

const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

function letter(event: KeyboardEvent, store: ConsoleStore): void {
  const deed = letters[event.key.toLowerCase()];
  // A key held down must not accept one chat after the other.
  if (!deed || (event.repeat && deed !== letters.j && deed !== letters.k)) return;
  event.preventDefault();
  deed(store);
}

const letters: Readonly<Record<string, (store: ConsoleStore) => void>> = {
  j: (store) => walk(1, store),
  k: (store) => walk(-1, store),
  a(store) {
    const selected = store.selected.value;
    const chat = selected?.facts.value.state === 'offered' ? selected : store.offers.value[0];
    if (chat) void store.acceptAndOpen(chat);
  },
  r: (store) => store.wantComposer(store.selected.value?.id),
  e: () => press('e'),
  n: () => press('n'),
  t: () => press('t'),
  i: () => press('i'),
  h: () => press('h'),
  m: () => press('m'),
  '?': () => press('?'),
};

/** A letter does what its button does, where that is to be seen. */
function press(key: string): void {
  document.querySelector<HTMLElement>(`[data-key="${key}"]:not([aria-disabled="true"])`)?.click();
}

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
