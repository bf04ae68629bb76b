import type { Address } from '../core/router.ts';

const ssoErrors = ['away', 'denied', 'failed', 'late', 'limited', 'no-role', 'taken', 'removed'] as const;

/** Why single sign-on failed. */
export type SsoError = (typeof ssoErrors)[number];

/** Reads the error from the address and removes it, so that a reload does not show it again. */
export function consumeSsoError(address: Pick<Address, 'hash' | 'replace'>): SsoError | undefined {
  const [, name] = /^#problem\/([\w-]+)$/.exec(address.hash()) ?? [];
  if (name === undefined) return undefined;
  address.replace('#/chats');
  return ssoErrors.find((problem) => problem === name);
}
