import type { ChatEvent } from '../chat/model.ts';
import { asRecord, decodeMediaRequest, decodeMessage, idOf, moment, oneOf } from './decode-wire.ts';

/** A parsed frame of the event stream in our words; undefined where it says nothing about this conversation. */
export function decodeFrame(wire: unknown, conversationId: string): ChatEvent | undefined {
  const { topicName, eventBody, metadata } = asRecord(wire);
  const body = asRecord(eventBody);
  if (topicName === 'channel.metadata') {
    return { type: 'heartbeat', seq: typeof body.seq === 'number' ? body.seq : undefined };
  }
  return idOf(body.conversation) === conversationId ? decodeEvent(asRecord(metadata).type, body) : undefined;
}

function decodeEvent(type: unknown, body: Readonly<Record<string, unknown>>): ChatEvent | undefined {
  const at = moment(body.timestamp);
  switch (type) {
    case 'message': {
      const message = decodeMessage(body);
      return message && { type: 'message', message };
    }
    case 'typing-indicator': {
      const senderId = idOf(body.sender);
      return senderId ? { type: 'typing', senderId, at } : undefined;
    }
    case 'member-change': {
      const memberId = idOf(body.member);
      const state = oneOf(['CONNECTED', 'DISCONNECTED', 'ALERTING'], asRecord(body.member).state);
      return memberId && state ? { type: 'member-change', memberId, state, at } : undefined;
    }
    case 'media-request-change': {
      const mediaRequest = decodeMediaRequest(body.mediaRequest);
      return mediaRequest && { type: 'media-request-change', mediaRequest };
    }
    default:
      return undefined;
  }
}
