import type { ChatElement, ScriptTag } from '../contract/loader-api.ts';
import { createChunkLoader } from './chunk-loader.ts';
import { logError, startChat } from './start-chat.ts';

// Any failure here costs the chat, never the page.
try {
  const tag = findOwnTag();
  if (!tag.dataset?.organizationId) {
    createChunkLoader(tag)
      .loadByName('page')
      .then(({ startChats }) => startChats(tag, startChat))
      .catch(logError);
  } else {
    const chats = document.querySelectorAll<ChatElement>('porchlight-chat');
    if (![...chats].some((chat) => chat.mergeTag?.(tag.dataset, tag))) startChat(tag);
  }
} catch (error) {
  logError(error);
}

/**
 * The tag this code came from. A tag manager or a module leaves `currentScript` null, and a form named `currentScript`
 * hides it: then the last tag with our address counts. Where there is none, `porchlightConfig` names the address of the
 * code; `page.js` validates its values.
 */
function findOwnTag(): ScriptTag {
  const script: ScriptTag = Object(document.currentScript);
  if (script.src) return script;
  const scripts = document.querySelectorAll<HTMLScriptElement>(`script[src*="/${__PORCHLIGHT_FILE__}"]`);
  return [...scripts].pop() ?? Object(window.porchlightConfig);
}
