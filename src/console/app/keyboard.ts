import { findChatRow } from '../chats/chat-row.tsx';
import { handleHistoryKey } from '../history/history-keys.ts';
import type { ConsoleStore } from './console-store.ts';

/**
 * Arrows move in the list except in a text field, Enter on a row accepts or opens it, Escape in the composer focuses the
 * row; unless they are switched off, single letters do what `?` lists.
 */
export function handleDeskKey(event: KeyboardEvent, store: ConsoleStore): void {
  const target = event.target;
  if (event.defaultPrevented || event.isComposing || !(target instanceof HTMLElement)) return;
  if (event.ctrlKey || event.metaKey || event.altKey || target.closest('dialog')) return;
  const isLetterOn = store.preferences.hasLetterKeys.value;
  if (store.route.value.section === 'history' && handleHistoryKey(event, store.history, isLetterOn)) return;
  if (target.matches('input, textarea, select')) {
    if (event.key === 'Escape') findChatRow(store.selected.value?.id)?.focus();
    return;
  }
  // In another section the list of chats is not visible.
  if (store.route.value.section !== 'chats' && !(isLetterOn && /^[hm?]$/i.test(event.key))) return;
  // Arrows belong to the transcript while it has the focus; J and K do not.
  const step = target.closest('[role=log]') ? undefined : steps[event.key];
  if (step !== undefined) {
    event.preventDefault();
    return moveSelection(step, store);
  }
  if (event.key.length === 1 && isLetterOn) return handleLetter(event, store);
  if (event.key === 'Enter' && target.dataset.chat !== undefined) {
    event.preventDefault();
    openRow(target.dataset.chat, store);
  }
}

const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

function handleLetter(event: KeyboardEvent, store: ConsoleStore): void {
  const action = letters[event.key.toLowerCase()];
  // A key held down must not accept several chats.
  if (!action || (event.repeat && action !== letters.j && action !== letters.k)) return;
  event.preventDefault();
  action(store);
}

const letters: Readonly<Record<string, (store: ConsoleStore) => void>> = {
  j: (store) => moveSelection(1, store),
  k: (store) => moveSelection(-1, store),
  a(store) {
    const selected = store.selected.value;
    const chat = selected?.details.value.state === 'offered' ? selected : store.offers.value[0];
    if (chat) void store.acceptAndOpen(chat);
  },
  r: (store) => store.wantComposer(store.selected.value?.id),
  e: () => clickShortcut('e'),
  n: () => clickShortcut('n'),
  t: () => clickShortcut('t'),
  i: () => clickShortcut('i'),
  h: () => clickShortcut('h'),
  m: () => clickShortcut('m'),
  '?': () => clickShortcut('?'),
};

/** A letter clicks its button, if it is shown. */
function clickShortcut(key: string): void {
  document.querySelector<HTMLElement>(`[data-key="${key}"]:not([aria-disabled="true"])`)?.click();
}

function moveSelection(step: number, store: ConsoleStore): void {
  const ids = store.chats.value.map(({ id }) => id);
  const here = ids.indexOf(store.selected.value?.id ?? '');
  const next = here < 0 ? (step > 0 ? 0 : ids.length - 1) : Math.min(Math.max(here + step, 0), ids.length - 1);
  const id = ids[next];
  if (id === undefined) return;
  store.select(id);
  findChatRow(id)?.focus();
}

function openRow(chatId: string, store: ConsoleStore): void {
  const chat = store.chats.value.find(({ id }) => id === chatId);
  if (chat?.details.value.state === 'offered') void store.acceptAndOpen(chat);
  else {
    store.select(chatId);
    store.wantComposer(chatId);
  }
}
