import type { Address } from '../core/router.ts';

const ssoErrors = ['away', 'denied', 'failed', 'late', 'limited', 'no-role', 'taken', 'removed'] as const;

/** Why a journey to the provider led back without a sign-in. */
export type SsoError = (typeof ssoErrors)[number];

/** The service says it in the address, once: a reload says it no more. */
export function consumeSsoError(address: Pick<Address, 'hash' | 'replace'>): SsoError | undefined {
  const [, told] = /^#problem\/([\w-]+)$/.exec(address.hash()) ?? [];
  if (told === undefined) return undefined;
  address.replace('#/chats');
  return ssoErrors.find((problem) => problem === told);
}
