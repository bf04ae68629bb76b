import type { WebChatGuestMediaRequest } from '../../protocol/schema/media-request.ts';
import type { MediaRequest } from '../domain/records.ts';

/** `base` is the conversation's address on the reader's side of the API. */
export function presentMediaRequest(request: MediaRequest, base: string): WebChatGuestMediaRequest {
  return {
    id: request.id,
    types: JSON.parse(request.types),
    state: request.state,
    communicationId: request.communication_id ?? undefined,
    securityKey: request.security_key ?? undefined,
    selfUri: `${base}/mediarequests/${request.id}`,
  };
}
