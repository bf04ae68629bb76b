import type { AdminPort, Deployment, Person } from '../chat/admin-port.ts';
import { ChatError } from '../chat/chat-error.ts';
import { decodeCannedReply, decodeNamed } from './decode-organization.ts';
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
  replacePerson: { method: 'PUT', path: '/api/v2/users/{id}' },
  removePerson: { method: 'DELETE', path: '/api/v2/users/{id}' },
  listReplies: { method: 'GET', path: '/api/v2/responses' },
  createReply: { method: 'POST', path: '/api/v2/responses' },
  replaceReply: { method: 'PUT', path: '/api/v2/responses/{id}' },
  removeReply: { method: 'DELETE', path: '/api/v2/responses/{id}' },
  listCodes: { method: 'GET', path: '/api/v2/routing/wrapupcodes' },
  createCode: { method: 'POST', path: '/api/v2/routing/wrapupcodes' },
  replaceCode: { method: 'PUT', path: '/api/v2/routing/wrapupcodes/{id}' },
  removeCode: { method: 'DELETE', path: '/api/v2/routing/wrapupcodes/{id}' },
  build: { method: 'GET', path: '/porchlight/integrity.json' },
  listDeeds: { method: 'GET', path: '/api/v2/audits' },
} as const satisfies Record<string, Operation>;

/** The administrator's side of the service. */
export function createAdminApi(call: Call): AdminPort {
  /** As they came, so that what is set elsewhere is sent back with a change. */
  const asTheyCame = new Map<string, Readonly<Record<string, unknown>>>();
  const list: List = async (operation, decode) => needed(decodeList((await call(operation)).body, decode));

  return {
    ...createPhrasesApi(call, list),
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
        const named = decodeNamed(wire);
        return named && { ...named, memberIds: texts(memberIds) };
      }),
    async createQueue(name, memberIds) {
      await call(at.createQueue, { body: { name, memberIds } });
    },
    async removeQueue(id) {
      await call(at.removeQueue, { ids: { id } });
    },
    listPeople: () => list(at.listPeople, decodePerson),
    async savePerson({ id, isAdministrator, name, email, capacity, skills, languages, version }) {
      const role = isAdministrator ? 'administrator' : 'agent';
      await call(at.replacePerson, { ids: { id }, body: { name, email, role, capacity, skills, languages, version } });
    },
    async removePerson(id) {
      await call(at.removePerson, { ids: { id } });
    },
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

type List = <T>(operation: Operation, decode: (wire: unknown) => T | undefined) => Promise<T[]>;
type Phrases = 'listReplies' | 'saveReply' | 'removeReply' | 'listCodes' | 'saveCode' | 'removeCode' | 'build';

function createPhrasesApi(call: Call, list: List): Pick<AdminPort, Phrases> {
  return {
    listReplies: () => list(at.listReplies, decodeCannedReply),
    async saveReply({ id, ...body }) {
      if (id === '') await call(at.createReply, { body });
      else await call(at.replaceReply, { ids: { id }, body });
    },
    async removeReply(id) {
      await call(at.removeReply, { ids: { id } });
    },
    listCodes: () => list(at.listCodes, decodeNamed),
    async saveCode({ id, name }) {
      if (id === '') await call(at.createCode, { body: { name } });
      else await call(at.replaceCode, { ids: { id }, body: { name } });
    },
    async removeCode(id) {
      await call(at.removeCode, { ids: { id } });
    },
    async build() {
      try {
        const { build, integrity } = bag((await call(at.build)).body);
        const [name, loaderHash] = [text(build), text(bag(integrity)['porchlight.js'])];
        return name && loaderHash ? { name, loaderHash } : undefined;
      } catch (error) {
        if (error instanceof ChatError && error.kind === 'gone') return undefined;
        throw error;
      }
    },
  };
}

function decodePerson(wire: unknown): Person | undefined {
  const { email, role, isInvited, capacity, skills, languages, version } = bag(wire);
  const named = decodeNamed(wire);
  return (
    named && {
      ...named,
      email: text(email) ?? '',
      isAdministrator: role === 'administrator',
      isInvited: isInvited === true,
      capacity: number(capacity) ?? 0,
      skills: texts(skills),
      languages: texts(languages),
      version: number(version),
    }
  );
}

function decodeDeployment(wire: unknown): Deployment | undefined {
  const { allowedDomains, disabled, retentionDays, version } = bag(wire);
  const named = decodeNamed(wire);
  return (
    named && {
      ...named,
      allowedDomains: texts(allowedDomains),
      isDisabled: disabled === true,
      retentionDays: number(retentionDays),
      version: number(version),
    }
  );
}

const number = (wire: unknown) => (typeof wire === 'number' ? wire : undefined);
const texts = (wire: unknown): string[] =>
  Array.isArray(wire) ? wire.filter((one: unknown) => typeof one === 'string') : [];

function needed<T>(decoded: T | undefined): T {
  if (decoded === undefined) throw new ChatError('unreadable');
  return decoded;
}
