import { ChatError } from '../../chat/errors.ts';
import { asRecord, decodeList, text } from '../decode-wire.ts';
import type { Answer, Call, Operation } from '../http-client.ts';
import * as decode from './decode-administration.ts';
import { decodeCannedReply } from './decode-organization.ts';
import { adminOperations as at } from './operations.ts';
import type { AdminClient, Deployment, Person, Version } from './ports.ts';

/** The administrator's side of the service. */
export function createAdminClient(call: Call): AdminClient {
  const list: List = async (operation, one) => needed(decodeList((await call(operation)).body, one));

  return {
    ...createPhrasesApi(call, list),
    ...createPeopleApi(call, list),
    ...createClientsApi(call, list),
    async whoAdministers() {
      const { permissions, organizationId } = asRecord((await call(at.session)).body);
      const all = decode.texts(permissions);
      const id = text(organizationId);
      return id && all.includes('webchat:deployment:update') ? { organizationId: id, permissions: all } : undefined;
    },
    async findPerson(email) {
      const { body } = await call(at.findPerson, { query: { email } });
      const { chats } = asRecord(body);
      if (!Array.isArray(chats)) throw new ChatError('unreadable');
      return { email, count: chats.length, json: `${JSON.stringify(body, null, 2)}\n` };
    },
    async deletePerson(email) {
      await call(at.deletePerson, { query: { email } });
    },
    listDeployments: () => list(at.listDeployments, decode.decodeDeployment),
    async saveDeployment({ id, ...deployment }) {
      const body = deploymentBody(deployment);
      return versionIn(
        await (id === '' ? call(at.createDeployment, { body }) : call(at.replaceDeployment, { ids: { id }, body })),
      );
    },
    async removeDeployment(id) {
      await call(at.removeDeployment, { ids: { id } });
    },
    listQueues: () => list(at.listQueues, decode.decodeQueue),
    async saveQueue({ id, ...body }) {
      return versionIn(
        await (id === '' ? call(at.createQueue, { body }) : call(at.replaceQueue, { ids: { id }, body })),
      );
    },
    async removeQueue(id) {
      await call(at.removeQueue, { ids: { id } });
    },
    async settings() {
      const { requireDeployment, version } = asRecord((await call(at.settings)).body);
      return { isDeploymentRequired: requireDeployment === true, version: Number(version) || undefined };
    },
    async saveSettings({ isDeploymentRequired, version }) {
      return versionIn(await call(at.replaceSettings, { body: { requireDeployment: isDeploymentRequired, version } }));
    },
    async listReferences(kind, id) {
      return needed(decodeList((await call(usesOf[kind], { ids: { id } })).body, decode.decodeReference));
    },
    async listAuditEntries(after) {
      const { body } = await call(at.listAuditEntries, { query: { after } });
      return { entries: needed(decodeList(body, decode.decodeAuditEntry)), hasMore: asRecord(body).next !== undefined };
    },
  };
}

type List = <T>(operation: Operation, decodeOne: (wire: unknown) => T | undefined) => Promise<T[]>;
type Phrases = 'listReplies' | 'saveReply' | 'removeReply' | 'listCodes' | 'saveCode' | 'removeCode' | 'build';
type People = 'listPeople' | 'savePerson' | 'removePerson' | 'invite' | 'inviteAgain' | 'signOut' | 'acceptInvitation';
type Clients = 'listClients' | 'createClient' | 'saveClient' | 'renewSecret' | 'removeClient';

function createPhrasesApi(call: Call, list: List): Pick<AdminClient, Phrases> {
  return {
    listReplies: () => list(at.listReplies, decodeCannedReply),
    async saveReply({ id, ...body }) {
      return versionIn(
        await (id === '' ? call(at.createReply, { body }) : call(at.replaceReply, { ids: { id }, body })),
      );
    },
    async removeReply(id) {
      await call(at.removeReply, { ids: { id } });
    },
    listCodes: () => list(at.listCodes, decode.decodeCode),
    async saveCode({ id, ...body }) {
      return versionIn(await (id === '' ? call(at.createCode, { body }) : call(at.replaceCode, { ids: { id }, body })));
    },
    async removeCode(id) {
      await call(at.removeCode, { ids: { id } });
    },
    async build() {
      try {
        const { build, integrity } = asRecord((await call(at.build)).body);
        const [name, loaderHash] = [text(build), text(asRecord(integrity)['porchlight.js'])];
        return name && loaderHash ? { name, loaderHash } : undefined;
      } catch (error) {
        if (error instanceof ChatError && error.kind === 'gone') return undefined;
        throw error;
      }
    },
  };
}

function createPeopleApi(call: Call, list: List): Pick<AdminClient, People> {
  return {
    listPeople: () => list(at.listPeople, decode.decodePerson),
    async savePerson({ id, isAdministrator, name, email, capacity, skills, languages, version }) {
      const role = roleOf({ isAdministrator });
      const body = { name, email, role, capacity, skills, languages, version };
      return versionIn(await call(at.replacePerson, { ids: { id }, body }));
    },
    async removePerson(id) {
      await call(at.removePerson, { ids: { id } });
    },
    async invite({ name, email, isAdministrator }) {
      const { body } = await call(at.invite, { body: { name, email, role: roleOf({ isAdministrator }) } });
      return needed(text(asRecord(asRecord(body).invitation).url));
    },
    async inviteAgain(id) {
      return needed(text(asRecord((await call(at.inviteAgain, { ids: { id } })).body).url));
    },
    async signOut(id) {
      await call(at.signOut, { ids: { id } });
    },
    async acceptInvitation(token, password) {
      await call(at.acceptInvitation, { body: { token, password } });
    },
  };
}

function createClientsApi(call: Call, list: List): Pick<AdminClient, Clients> {
  return {
    listClients: () => list(at.listClients, decode.decodeClient),
    async createClient({ name, userId, permissions }) {
      const body = { name, permissions, ...(userId && { userId }) };
      return needed(decode.decodeCredentials((await call(at.createClient, { body })).body));
    },
    async saveClient({ id, name, userId, permissions, version }) {
      const body = { name, permissions, version, userId: userId || null };
      return versionIn(await call(at.replaceClient, { ids: { id }, body }));
    },
    async renewSecret(id) {
      return needed(decode.decodeCredentials((await call(at.renewSecret, { ids: { id } })).body));
    },
    async removeClient(id) {
      await call(at.removeClient, { ids: { id } });
    },
  };
}

const versionIn = ({ body }: Answer): Version => Number(asRecord(body).version) || undefined;

const roleOf = ({ isAdministrator }: Pick<Person, 'isAdministrator'>) => (isAdministrator ? 'administrator' : 'agent');

/** All of it: what is left out is set back. */
function deploymentBody({
  isDisabled,
  isAuthenticationRequired,
  isPriorityAccepted,
  skin,
  flow,
  ...same
}: Omit<Deployment, 'id'>) {
  return {
    ...same,
    description: same.description || undefined,
    queueId: same.queueId ?? null,
    retentionDays: same.retentionDays ?? null,
    authenticationUrl: same.authenticationUrl || undefined,
    disabled: isDisabled,
    authenticationRequired: isAuthenticationRequired,
    acceptPriority: isPriorityAccepted,
    webChatConfig: skin ? { webChatSkin: skin } : undefined,
    flow: flow && { id: flow.id, ...(flow.name && { name: flow.name }) },
  };
}

function needed<T>(decoded: T | undefined): T {
  if (decoded === undefined) throw new ChatError('unreadable');
  return decoded;
}

const usesOf = {
  queue: at.usesOfQueue,
  deployment: at.usesOfDeployment,
  person: at.usesOfPerson,
  code: at.usesOfCode,
};
