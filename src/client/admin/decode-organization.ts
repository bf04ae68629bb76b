import type { TransferTarget } from '../../chat/agent-model.ts';
import { asRecord, text } from '../decode-wire.ts';
import type { CannedReply } from './ports.ts';

export function decodeNamed(wire: unknown): { id: string; name: string } | undefined {
  const { id, name } = asRecord(wire);
  return typeof id === 'string' ? { id, name: text(name) ?? '' } : undefined;
}

export function decodeCannedReply(wire: unknown): CannedReply | undefined {
  const { id, shortcut, body, version } = asRecord(wire);
  if (typeof id !== 'string') return undefined;
  const known = typeof version === 'number' ? version : undefined;
  return { id, shortcut: text(shortcut) ?? '', body: text(body) ?? '', version: known };
}

export function decodeQueueTarget(wire: unknown): TransferTarget | undefined {
  const named = decodeNamed(wire);
  return named && { type: 'queue', ...named };
}

/** Who was invited and has not come yet can be handed nothing. */
export function decodePersonTarget(wire: unknown): TransferTarget | undefined {
  const named = decodeNamed(wire);
  const { isOnQueue, isInvited } = asRecord(wire);
  return named && isInvited !== true ? { type: 'person', ...named, isOnQueue: isOnQueue === true } : undefined;
}
