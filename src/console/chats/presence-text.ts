import type { AgentChat } from '../../chat/agent-model.ts';
import { en } from '../messages/en.ts';

/** One honest line about where the visitor is. */
export function presenceText({ state, visitor }: AgentChat): string {
  if (state === 'over') return visitor.presence === 'left' ? en.left : en.chatOver;
  switch (visitor.presence) {
    case 'alerting':
    case 'connected':
      return state === 'offered' ? en.waitingHere : en.connected;
    case 'away':
      return en.away;
    case 'left':
      return en.left;
    default:
      return visitor.presence satisfies never;
  }
}
