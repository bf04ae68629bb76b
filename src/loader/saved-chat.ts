import { savedChatKey } from '../embed/saved-chat-key.ts';

/**
 * A chat goes on after a reload, so this one key is looked up before anybody asked for a chat. Nothing is written, and
 * for a new visitor nothing is there.
 */
export function hasSavedChat({ storage, deploymentId }: DOMStringMap): boolean {
  try {
    return savedChatKey(deploymentId) in (storage === 'local' ? localStorage : sessionStorage);
  } catch {
    // Blocked storage holds no chat.
    return false;
  }
}
