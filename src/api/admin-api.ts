import type { AdminPort, Deployment } from '../chat/admin-port.ts';
import { ChatError } from '../chat/chat-error.ts';
import { bag, decodeList, text } from './decode-wire.ts';
import type { Call, Operation } from './http.ts';

const at = {
  session: { method: 'GET', path: '/api/v2/console/session' },
  acceptInvitation: { method: 'POST', path: '/api/v2/console/invitation' },
  listDeployments: { method: 'GET', path: '/api/v2/webchat/deployments' },
  createDeployment: { method: 'POST', path: '/api/v2/webchat/deployments' },
  replaceDeployment: { method: 'PUT', path: '/api/v2/webchat/deployments/{id}' },
  removeDeployment: { method: 'DELETE', path: '/api/v2/webchat/deployments/{id}' },
  listQueues: { method: 'GET', path: '/api/v2/routing/queues' },
  createQueue: { method: 'POST', path: '/api/v2/routing/queues' },
  removeQueue: { method: 'DELETE', path: '/api/v2/routing/queues/{id}' },
  listPeople: { method: 'GET', path: '/api/v2/users' },
  invite: { method: 'POST', path: '/api/v2/users' },
  listDeeds: { method: 'GET', path: '/api/v2/audits' },
} as const satisfies Record<string, Operation>;

/** The administrator's side of the service. */
export function createAdminApi(call: Call): AdminPort {
  /** As they came, so that what is set elsewhere is sent back with a change. */
  const asTheyCame = new Map<string, Readonly<Record<string, unknown>>>();
  const list = async <T>(operation: Operation, decode: (wire: unknown) => T | undefined) =>
    needed(decodeList((await call(operation)).body, decode));

  return {
    async organization() {
      const { permissions, organizationId } = bag((await call(at.session)).body);
      const mayAdminister = Array.isArray(permissions) && permissions.includes('webchat:deployment:update');
      return mayAdminister ? text(organizationId) : undefined;
    },
    listDeployments: () =>
      list(at.listDeployments, (wire) => {
        const deployment = decodeDeployment(wire);
        if (deployment) asTheyCame.set(deployment.id, bag(wire));
        return deployment;
      }),
    async saveDeployment({ id, name, allowedDomains, isDisabled, retentionDays, version }) {
      const body = { name, allowedDomains, disabled: isDisabled, retentionDays, version };
      if (id === '') await call(at.createDeployment, { body });
      else await call(at.replaceDeployment, { ids: { id }, body: { ...asTheyCame.get(id), ...body } });
    },
    async removeDeployment(id) {
      await call(at.removeDeployment, { ids: { id } });
    },
    listQueues: () =>
      list(at.listQueues, (wire) => {
        const { memberIds } = bag(wire);
        const named = idAndName(wire);
        return named && { ...named, memberIds: texts(memberIds) };
      }),
    async createQueue(name, memberIds) {
      await call(at.createQueue, { body: { name, memberIds } });
    },
    async removeQueue(id) {
      await call(at.removeQueue, { ids: { id } });
    },
    listPeople: () =>
      list(at.listPeople, (wire) => {
        const { email, role, isInvited } = bag(wire);
        const named = idAndName(wire);
        const isAdministrator = role === 'administrator';
        return named && { ...named, email: text(email) ?? '', isAdministrator, isInvited: isInvited === true };
      }),
    async invite({ name, email, isAdministrator }) {
      const role = isAdministrator ? 'administrator' : 'agent';
      const { body } = await call(at.invite, { body: { name, email, role } });
      return needed(text(bag(bag(body).invitation).url));
    },
    listDeeds: () =>
      list(at.listDeeds, (wire) => {
        const { id, timestamp, actor, action, subject } = bag(wire);
        const { kind, name } = bag(subject);
        const what = [text(kind), text(name)].filter(Boolean).join(' ');
        const deed = { at: text(timestamp) ?? '', who: text(bag(actor).name) ?? '', action: text(action) ?? '', what };
        return typeof id === 'string' ? { id, ...deed } : undefined;
      }),
    async acceptInvitation(token, password) {
      await call(at.acceptInvitation, { body: { token, password } });
    },
  };
}

function decodeDeployment(wire: unknown): Deployment | undefined {
  const { allowedDomains, disabled, retentionDays, version } = bag(wire);
  const named = idAndName(wire);
  return (
    named && {
      ...named,
      allowedDomains: texts(allowedDomains),
      isDisabled: disabled === true,
      retentionDays: typeof retentionDays === 'number' ? retentionDays : undefined,
      version: typeof version === 'number' ? version : undefined,
    }
  );
}

function idAndName(wire: unknown): { id: string; name: string } | undefined {
  const { id, name } = bag(wire);
  return typeof id === 'string' ? { id, name: text(name) ?? '' } : undefined;
}

const texts = (wire: unknown): string[] =>
  Array.isArray(wire) ? wire.filter((one: unknown) => typeof one === 'string') : [];

function needed<T>(decoded: T | undefined): T {
  if (decoded === undefined) throw new ChatError('unreadable');
  return decoded;
}
