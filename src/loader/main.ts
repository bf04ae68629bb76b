import type { ChatElement } from '../embed/chat.ts';
import { ownTag } from './own-tag.ts';
import { complain, start } from './start-chat.ts';
import { createFiles } from './widget-chunk.ts';

// Whatever a page or a browser holds in store for us: it costs the chat, never the page.
try {
  const tag = ownTag();
  if (!tag.dataset?.organizationId) {
    createFiles(tag)
      .fetch('page')
      .then(({ serve }) => serve(tag, start))
      .catch(complain);
  } else {
    const chats = document.querySelectorAll<ChatElement>('porchlight-chat');
    if (![...chats].some((chat) => chat.adopt?.(tag.dataset, tag))) start(tag);
  }
} catch (error) {
  complain(error);
}
