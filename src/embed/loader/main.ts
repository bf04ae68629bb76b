import type { ChatElement } from '../contract/loader-api.ts';
import { createChunkLoader } from './chunk-loader.ts';
import { findOwnTag } from './own-tag.ts';
import { logError, startChat } from './start-chat.ts';

// Any failure here costs the chat, never the page.
try {
  const tag = findOwnTag();
  if (!tag.dataset?.organizationId) {
    createChunkLoader(tag)
      .loadBuildChunk('page')
      .then(({ startPageChats }) => startPageChats(tag, startChat))
      .catch(logError);
  } else {
    const chats = document.querySelectorAll<ChatElement>('porchlight-chat');
    if (![...chats].some((chat) => chat.mergeTag?.(tag.dataset, tag))) startChat(tag);
  }
} catch (error) {
  logError(error);
}
