import type { ChatError } from '../chat/chat-error.ts';
import type { Words } from './strings/en.ts';

/** The sentence for a visitor who gets no chat. */
export function explain({ kind, code }: ChatError): keyof Words {
  if (code === 'chat.deployment.disabled') return 'closed';
  switch (kind) {
    case 'offline':
    case 'timeout':
      return 'unreachable';
    case 'limited':
      return 'busy';
    case 'gone':
    case 'rejected':
    case 'unauthorized':
      return 'refused';
    case 'server':
    case 'unreadable':
      return 'broken';
    default:
      kind satisfies never;
      return 'broken';
  }
}

/** What a page's developer should mend, where the service's code tells it. */
const hints: Record<string, string> = {
  'origin.not.allowed': "add this page's host to the deployment's allowed domains",
  'chat.deployment.disabled': 'enable the deployment',
  'chat.error.invalid.queue': 'check data-queue',
  'not.found': 'check data-organization-id and data-deployment-id',
};

export const hint = ({ kind, code = kind }: ChatError, apiBase: string) =>
  `${code}: ${hints[code] ?? (kind === 'offline' ? `does ${apiBase} answer, and does connect-src allow it?` : 'the tag or the service has to be mended')}`;
