import type { Address } from '../app/router.ts';

const problems = ['away', 'denied', 'failed', 'late', 'limited', 'no-role', 'taken', 'removed'] as const;

/** Why a journey to the provider led back without a sign-in. */
export type JourneyProblem = (typeof problems)[number];

/** The service says it in the address, once: a reload says it no more. */
export function takeProblem(address: Pick<Address, 'hash' | 'replace'>): JourneyProblem | undefined {
  const [, told] = /^#problem\/([\w-]+)$/.exec(address.hash()) ?? [];
  if (told === undefined) return undefined;
  address.replace('#/chats');
  return problems.find((problem) => problem === told);
}
