import type { OperationReturn } from '../storage/storage.ts';

type Accounts = OperationReturn<'listAccounts'>;

/** All accounts as lines of text, by organization. */
export function* formatAccounts(accounts: Accounts): Generator<string> {
  if (accounts.organizations.length === 0) yield 'There is nothing yet: npm run admin -- create organization NAME';
  for (const { id, name } of accounts.organizations) {
    const ofIt = <Row extends { organization_id: string }>(rows: Row[]) =>
      rows.filter((row) => row.organization_id === id);
    yield `organization  ${id}  ${name}`;
    for (const user of ofIt(accounts.users)) {
      const { email, role, capacity, on_queue } = user;
      yield `  ${role.padEnd(13)} ${user.id}  ${user.name} <${email}>, ${capacity} chats at once, ${on_queue ? 'on' : 'off'} queue${skillsOf(user.id, accounts)}`;
    }
    for (const queue of ofIt(accounts.queues)) {
      yield `  queue         ${queue.id}  ${queue.name}: ${membersOf(queue.id, accounts)}`;
    }
    for (const one of ofIt(accounts.wrapupCodes)) yield `  wrap-up code  ${one.id}  ${one.name}`;
    for (const one of ofIt(accounts.deployments)) yield `  deployment    ${one.id}  ${describeDeployment(one)}`;
    for (const one of ofIt(accounts.clients)) yield `  client        ${one.id}  ${describeClient(one, accounts)}`;
  }
}

function skillsOf(userId: string, { skills }: Accounts): string {
  const names = skills.filter((one) => one.user_id === userId).map(({ kind, name }) => `${kind} ${name}`);
  return names.map((name) => `, ${name}`).join('');
}

function describeDeployment({ name, allowed_domains, disabled }: Accounts['deployments'][number]): string {
  const hosts: string[] = JSON.parse(allowed_domains);
  const where = hosts.length === 0 ? 'any page' : hosts.join(', ');
  return `${name}, on ${where}${disabled ? ', disabled' : ''}`;
}

function describeClient(client: Accounts['clients'][number], { users }: Accounts): string {
  const user = users.find((one) => one.id === client.user_id);
  const permissions: string[] = JSON.parse(client.permissions);
  return `${client.name}${user ? `, as ${user.email}` : ''}: ${permissions.join(', ') || 'no permissions'}`;
}

function membersOf(queueId: string, { members, users }: Accounts): string {
  const ids = members.filter((one) => one.queue_id === queueId).map((one) => one.user_id);
  const emails = users.filter((one) => ids.includes(one.id)).map((one) => one.email);
  return emails.join(', ') || 'no members';
}
