import { startChat } from '../loader/start-chat.ts';
import { createVirtualTag } from '../page-api/element-settings.ts';
import { startChats } from '../page-api/main.ts';

export type { PorchlightChatElement, PorchlightConfig, WrittenAttributes } from '../contract/element-attributes.ts';
export type { EventDetails, EventName, MessageDetail } from '../contract/events.ts';
export type { Porchlight, PorchlightState } from '../contract/porchlight.ts';

// Importing `porchlight-chat/element` makes a chat of each <porchlight-chat> of the page, now or later, by its attributes;
// `api-base` names the service. On a server nothing happens.
if (typeof document !== 'undefined')
  startChats(createVirtualTag({ src: location.href, integrity: '', nonce: '' }, {}), startChat);
