import type { ChatElement } from '../contract/loader-api.ts';
import { createFiles } from './chunk-loader.ts';
import { ownTag } from './own-tag.ts';
import { complain, start } from './start-chat.ts';

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
