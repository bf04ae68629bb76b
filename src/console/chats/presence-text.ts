import type { AgentChat } from '../../chat/agent-model.ts';
import { messages } from '../messages/messages.ts';

/** The visitor's presence in words. */
export function presenceText({ state, visitor }: AgentChat): string {
  if (state === 'over') return visitor.presence === 'left' ? messages.value.left : messages.value.chatOver;
  switch (visitor.presence) {
    case 'alerting':
    case 'connected':
      return state === 'offered' ? messages.value.waitingHere : messages.value.connected;
    case 'away':
      return messages.value.away;
    case 'left':
      return messages.value.left;
    default:
      return visitor.presence satisfies never;
  }
}
