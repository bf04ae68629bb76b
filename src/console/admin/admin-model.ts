import { batch, type ReadonlySignal, signal } from '@preact/signals';
import type * as port from '../../chat/admin-port.ts';
import { ChatError } from '../../chat/chat-error.ts';
import { adminWords } from '../strings/admin-en.ts';
import { isConflict, type Trouble, troubleOf } from './trouble.ts';

type State = 'loading' | 'ready' | 'forbidden' | 'failed';
/** Undefined once it is done. */
type Done = Promise<Trouble | undefined>;
type OrTrouble<Value> = Promise<Value | { trouble: Trouble }>;

export type AdminModel = {
  state: ReadonlySignal<State>;
  organizationId: ReadonlySignal<string>;
  /** What a program can be allowed. */
  permissions: ReadonlySignal<readonly string[]>;
  deployments: ReadonlySignal<port.Deployment[]>;
  queues: ReadonlySignal<port.Queue[]>;
  people: ReadonlySignal<port.Person[]>;
  replies: ReadonlySignal<port.CannedReply[]>;
  codes: ReadonlySignal<port.WrapupCode[]>;
  clients: ReadonlySignal<port.Client[]>;
  settings: ReadonlySignal<port.OrganizationSettings>;
  deeds: ReadonlySignal<port.Deeds>;
  build: ReadonlySignal<port.Build | undefined>;
  load(): Promise<void>;
  /** Each changes nothing where it answers trouble. */
  saveDeployment(deployment: port.Deployment): Done;
  removeDeployment(id: string): Done;
  saveQueue(queue: port.Queue): Done;
  removeQueue(id: string): Done;
  savePerson(person: port.Person): Done;
  removePerson(id: string): Done;
  signOut(id: string): Done;
  saveReply(reply: port.CannedReply): Done;
  removeReply(id: string): Done;
  saveCode(code: port.WrapupCode): Done;
  removeCode(id: string): Done;
  saveClient(client: port.Client): Done;
  removeClient(id: string): Done;
  saveSettings(settings: port.OrganizationSettings): Done;
  createClient(client: port.Client): OrTrouble<port.Credentials>;
  renewSecret(id: string): OrTrouble<port.Credentials>;
  invite(person: { name: string; email: string; isAdministrator: boolean }): OrTrouble<{ link: string }>;
  inviteAgain(id: string): OrTrouble<{ link: string }>;
  /** Hands out what is kept of one person. */
  findPerson(email: string): OrTrouble<port.PersonalData>;
  deletePerson(email: string): Done;
  /** What would miss it, as far as the service answers. */
  usesOf(kind: port.UsedKind, id: string): Promise<port.Use[]>;
  readOlderDeeds(): Done;
  acceptInvitation(token: string, password: string): Promise<string | undefined>;
};

/** What an administrator sees and does. Whatever was done is read again: the service's word counts. */
export function createAdminModel(service: port.AdminPort): AdminModel {
  const lists = createLists();

  async function load(): Promise<void> {
    try {
      const own = await service.whoAdministers();
      if (own) await lists.read(service, own);
      else lists.state.value = 'forbidden';
    } catch {
      lists.state.value = 'failed';
    }
  }

  async function attempt(act: () => Promise<void>): Done {
    try {
      await act();
    } catch (error) {
      return troubleOf(error);
    }
    await load();
    return undefined;
  }

  /** Of two who change one thing the second is told who the first was. Nothing is read again then: it would be lost. */
  function saver<Thing extends Versioned>(save: (thing: Thing) => Promise<void>, list: () => Promise<Thing[]>) {
    return async (thing: Thing): Done => {
      try {
        await save(thing);
      } catch (error) {
        return (isConflict(error) && (await findOther(service, thing, list))) || troubleOf(error);
      }
      await load();
      return undefined;
    };
  }

  async function got<Value>(ask: () => Promise<Value>): OrTrouble<Value> {
    let value: Value;
    try {
      value = await ask();
    } catch (error) {
      return { trouble: troubleOf(error) };
    }
    await load();
    return value;
  }

  const saveSettings = saver<port.OrganizationSettings & { id: string }>(
    ({ id: _, ...settings }) => service.saveSettings(settings),
    async () => [{ ...(await service.settings()), id: lists.shown.organizationId.value }],
  );

  return {
    ...lists.shown,
    load,
    saveDeployment: saver(service.saveDeployment, service.listDeployments),
    removeDeployment: (id) => attempt(() => service.removeDeployment(id)),
    saveQueue: saver(service.saveQueue, service.listQueues),
    removeQueue: (id) => attempt(() => service.removeQueue(id)),
    savePerson: saver(service.savePerson, service.listPeople),
    removePerson: (id) => attempt(() => service.removePerson(id)),
    signOut: (id) => attempt(() => service.signOut(id)),
    saveReply: saver(service.saveReply, service.listReplies),
    removeReply: (id) => attempt(() => service.removeReply(id)),
    saveCode: saver(service.saveCode, service.listCodes),
    removeCode: (id) => attempt(() => service.removeCode(id)),
    saveClient: saver(service.saveClient, service.listClients),
    removeClient: (id) => attempt(() => service.removeClient(id)),
    saveSettings: (settings) => saveSettings({ ...settings, id: lists.shown.organizationId.value }),
    createClient: (client) => got(() => service.createClient(client)),
    renewSecret: (id) => got(() => service.renewSecret(id)),
    invite: (person) => got(async () => ({ link: await service.invite(person) })),
    inviteAgain: (id) => got(async () => ({ link: await service.inviteAgain(id) })),
    findPerson: (email) => got(() => service.findPerson(email)),
    deletePerson: (email) => attempt(() => service.deletePerson(email)),
    // Nothing is better than no question at all.
    usesOf: (kind, id) => service.listUses(kind, id).catch(() => []),
    async readOlderDeeds() {
      try {
        const { deeds } = lists.deeds.value;
        const older = await service.listDeeds(deeds.at(-1)?.id);
        lists.deeds.value = { deeds: [...deeds, ...older.deeds], hasMore: older.hasMore };
        return undefined;
      } catch (error) {
        return troubleOf(error);
      }
    },
    async acceptInvitation(token, password) {
      try {
        await service.acceptInvitation(token, password);
        return undefined;
      } catch (error) {
        const isOver = error instanceof ChatError && error.kind === 'rejected';
        return isOver ? adminWords.linkIsOver : troubleOf(error).text;
      }
    },
  };
}

type Versioned = { id: string; version: number | undefined };

async function findOther<Thing extends Versioned>(
  service: port.AdminPort,
  { id, version }: Thing,
  list: () => Promise<Thing[]>,
): Promise<Trouble | undefined> {
  try {
    const [now, { deeds }] = await Promise.all([list(), service.listDeeds()]);
    const theirs = now.find((one) => one.id === id);
    if (!theirs || theirs.version === version) return undefined;
    const who = deeds.find(({ subjectId }) => subjectId === id)?.who ?? '';
    return { text: adminWords.changedBy(who), theirVersion: theirs.version };
  } catch {
    // Then the service's own sentence has to do.
    return undefined;
  }
}

function createLists() {
  const state = signal<State>('loading');
  const organizationId = signal('');
  const permissions = signal<readonly string[]>([]);
  const deployments = signal<port.Deployment[]>([]);
  const queues = signal<port.Queue[]>([]);
  const people = signal<port.Person[]>([]);
  const replies = signal<port.CannedReply[]>([]);
  const codes = signal<port.WrapupCode[]>([]);
  const clients = signal<port.Client[]>([]);
  const settings = signal<port.OrganizationSettings>({ isDeploymentRequired: false, version: undefined });
  const deeds = signal<port.Deeds>({ deeds: [], hasMore: false });
  const build = signal<port.Build | undefined>(undefined);
  const kept = { deployments, queues, people, replies, codes, clients, settings, build };

  return {
    state,
    deeds,
    shown: { state, organizationId, permissions, deeds, ...kept },
    async read(service: port.AdminPort, own: port.Administrator): Promise<void> {
      const read = await Promise.all([
        service.listDeployments(),
        service.listQueues(),
        service.listPeople(),
        service.listReplies(),
        service.listCodes(),
        service.listClients(),
        service.settings(),
        service.build(),
        service.listDeeds(),
      ]);
      batch(() => {
        organizationId.value = own.organizationId;
        permissions.value = own.permissions;
        [
          deployments.value,
          queues.value,
          people.value,
          replies.value,
          codes.value,
          clients.value,
          settings.value,
          build.value,
          deeds.value,
        ] = read;
        state.value = 'ready';
      });
    },
  };
}
