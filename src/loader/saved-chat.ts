import { savedChatKey } from '../embed/saved-chat-key.ts';

/**
 * A chat goes on after a reload, so this one key is looked up before anybody asked for a chat. Nothing is written, and
 * for a new visitor nothing is there. Only a running chat, told by its `jwt`, or a panel left open (`isOpen`) counts:
 * one that is over brings nothing along.
 */
export function hasSavedChat(settings: DOMStringMap): boolean | undefined {
  try {
    return /jwt|n":true/.test(localStorage[savedChatKey(settings)] + sessionStorage[savedChatKey(settings)]);
  } catch {
    // Blocked storage holds no chat.
  }
}
