import { domainToASCII } from 'node:url';
import { usageError } from './cli-error.ts';
import { type CliContext, withStore } from './context.ts';

type Given = { organization?: string | undefined; allow?: string[] | undefined };

/** Creates the test deployments, with which site owners test their pages. Run again, it prints the same ids. */
export async function createTestDeployments(_: string[], given: Given, { config, print, now }: CliContext) {
  const { organization, allow: allowedDomains } = given;
  assertHosts(allowedDomains ?? []);
  const all = await withStore(config, async (store) => {
    const own = await store.run('resolveOrganization', { organization });
    if ('rejection' in own) return own;
    const place = { organizationId: own.value, now: now(), allowedDomains };
    const value = await store.run('ensureTestDeployments', place);
    await store.run('auditCommand', { now: now(), organizationId: own.value, command: 'create test-deployments' });
    return { value };
  });
  for (const { behaviour, id } of all) print(`${behaviour.padEnd(8)} ${id}`);
  print('Put one of them into your tag as data-deployment-id; the rest of the tag stays. docs/test-deployments.md');
}

/** Throws CliError where an entry is not a host. */
export function assertHosts(hosts: readonly string[]): void {
  const wrong = hosts.find((host) => {
    const [, name = ''] = /^(?:\*\.)?([\p{L}\p{M}\p{N}.-]+)(?::\d{1,5})?$/u.exec(host) ?? [];
    return domainToASCII(name) === '';
  });
  if (wrong !== undefined)
    throw usageError(`--allow is a host such as shop.example or *.shop.example, not "${wrong}".`);
}
