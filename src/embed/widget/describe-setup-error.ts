import type { ChatError } from '../../chat/errors.ts';

/** The sentence for a visitor who gets no chat. */
export function explain({ kind, code }: ChatError): 'closed' | 'refused' | 'broken' | 'unreachable' {
  if (code === 'chat.deployment.disabled') return 'closed';
  if (/gone|rejected|unauthorized/.test(kind)) return 'refused';
  return /server|unreadable/.test(kind) ? 'broken' : 'unreachable';
}

/** The line for whoever has to mend the page or the service. */
export const whatToMend = ({ code, kind }: ChatError, apiBase: string) =>
  `no chat: ${code ?? kind}. Check data-organization-id, data-deployment-id, data-queue, the deployment's allowed domains, and that ${apiBase} answers.`;
