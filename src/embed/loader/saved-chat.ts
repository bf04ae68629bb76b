import { savedChatKey } from '../contract/saved-chat-key.ts';

/**
 * Whether a saved chat has to go on after a reload. Only reads the storage. A running chat (`jwt`), a panel left open
 * (`isOpen`) and a text that is not sent count; a chat that is over does not.
 */
export function hasSavedChat(settings: DOMStringMap): boolean | undefined {
  try {
    const key = savedChatKey(settings);
    return [localStorage, sessionStorage].some(
      (storage) => /jwt|n":true/.test(storage[key]) || Object.keys(storage).join().includes(`${key}:outbox`),
    );
  } catch {
    // Blocked storage holds no chat.
  }
}
