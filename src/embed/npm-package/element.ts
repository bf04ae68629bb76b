import { start } from '../loader/start-chat.ts';
import { serve } from '../page-api/main.ts';
import { standIn } from '../page-api/virtual-tag.ts';

export type { PorchlightChatElement, PorchlightConfig, WrittenAttributes } from '../contract/element-attributes.ts';
export type { EventDetails, EventName, MessageDetail } from '../contract/events.ts';
export type { Porchlight, PorchlightState } from '../contract/porchlight.ts';

// What importing `porchlight-chat/element` does: each <porchlight-chat> of the page, now or later, becomes a chat, as its
// attributes say; `api-base` names the service. On a server nothing happens.
if (typeof document !== 'undefined') serve(standIn({ src: location.href, integrity: '', nonce: '' }, {}), start);
