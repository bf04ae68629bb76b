import { serve } from '../loader/page/main.ts';
import { standIn } from '../loader/page/stand-in.ts';
import { start } from '../loader/start-chat.ts';

export type { EventDetails, EventName, MessageDetail } from '../embed/events.ts';
export type { Porchlight, PorchlightState } from '../embed/porchlight.ts';
export type { PorchlightChatElement, PorchlightConfig, WrittenAttributes } from '../embed/written-attributes.ts';

// What importing `porchlight-chat/element` does: each <porchlight-chat> of the page, now or later, becomes a chat, as its
// attributes say; `api-base` names the service. On a server nothing happens.
if (typeof document !== 'undefined') serve(standIn({ src: location.href, integrity: '', nonce: '' }, {}), start);
