import { savedChatKey } from '../contract/saved-chat-key.ts';

/**
 * A chat goes on after a reload, so its keys are looked up before anybody asked for a chat. Nothing is written, and for a
 * new visitor nothing is there. Only a running chat, told by its `jwt`, a panel left open (`isOpen`) or a text that is not
 * sent counts: one that is over brings nothing along.
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
