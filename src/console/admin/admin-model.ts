import type { ReadonlySignal, Signal } from '@preact/signals';
import { ChatError } from '../../chat/errors.ts';
import type * as port from '../../client/admin/ports.ts';
import type { Environment } from '../../environment/environment.ts';
import { adminMessages } from '../messages/messages.ts';
import { createLists, createLoader, type State } from './admin-lists.ts';
import { type FormError, isConflict, toFormError } from './form-error.ts';

/** Resolves with undefined on success. */
type Done = Promise<FormError | undefined>;
type OrFormError<Value> = Promise<Value | { error: FormError }>;

export type AdminModel = {
  state: ReadonlySignal<State>;
  /** What is shown could not be read again: it may be older than what the service has. */
  isOutdated: ReadonlySignal<boolean>;
  organizationId: ReadonlySignal<string>;
  /** The permissions that a program can be given. */
  permissions: ReadonlySignal<readonly string[]>;
  deployments: ReadonlySignal<port.Deployment[]>;
  queues: ReadonlySignal<port.Queue[]>;
  people: ReadonlySignal<port.Person[]>;
  replies: ReadonlySignal<port.CannedReply[]>;
  codes: ReadonlySignal<port.WrapupCode[]>;
  clients: ReadonlySignal<port.Client[]>;
  settings: ReadonlySignal<port.OrganizationSettings>;
  audit: ReadonlySignal<port.AuditPage>;
  build: ReadonlySignal<port.Build | undefined>;
  load(): Promise<void>;
  /** Each changes nothing where it resolves with an error. */
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
  createClient(client: port.Client): OrFormError<port.Credentials>;
  renewSecret(id: string): OrFormError<port.Credentials>;
  invite(person: { name: string; email: string; isAdministrator: boolean }): OrFormError<{ link: string }>;
  inviteAgain(id: string): OrFormError<{ link: string }>;
  /** Exports the personal data stored for one e-mail address. */
  findPerson(email: string): OrFormError<port.PersonalData>;
  deletePerson(email: string): Done;
  /** What refers to the thing; empty where the service does not answer. */
  listReferences(kind: port.ReferencedKind, id: string): Promise<port.Reference[]>;
  loadOlderAudit(): Done;
  acceptInvitation(token: string, password: string): Promise<string | undefined>;
};

export type AdminModelOptions = { service: port.AdminClient; clock: Pick<Environment['clock'], 'after'> };

/**
 * What an administrator sees and does. Whatever was changed is read again, since the service's state counts. A reading
 * that fails takes nothing away: what was read before stays, and the reading is repeated until it succeeds.
 */
export function createAdminModel({ service, clock }: AdminModelOptions): AdminModel {
  const lists = createLists();
  /** Which version an own save made of which: a form that has not been read again goes on from there. */
  const successors = new Map<string, port.Version>();
  const load = createLoader(service, clock, lists);

  async function attempt(act: () => Promise<void>): Done {
    try {
      await act();
    } catch (error) {
      return toFormError(error);
    }
    void load();
    return undefined;
  }

  function createRemove<Thing extends Versioned>(remove: (id: string) => Promise<void>, shown: Signal<Thing[]>) {
    return (id: string): Done =>
      attempt(async () => {
        await remove(id);
        shown.value = shown.peek().filter((one) => one.id !== id);
      });
  }

  function latestOwnVersion(id: string, version: port.Version): port.Version {
    const next = successors.get(`${id} ${version}`);
    return next === undefined ? version : latestOwnVersion(id, next);
  }

  /** Saves with the last known version. On a conflict the error names who changed the thing first, and nothing is read again, so that the typed values are not lost. */
  function createSave<Thing extends Versioned>(
    save: (thing: Thing) => Promise<port.Version>,
    list: () => Promise<Thing[]>,
    show: (saved: Thing) => void,
  ) {
    return async (given: Thing): Done => {
      const thing = { ...given, version: latestOwnVersion(given.id, given.version) };
      try {
        const version = await save(thing);
        if (thing.id !== '' && version !== undefined && version !== thing.version) {
          successors.set(`${thing.id} ${thing.version}`, version);
          show({ ...thing, version });
        }
      } catch (error) {
        return (isConflict(error) && (await findOther(service, thing, list))) || toFormError(error);
      }
      void load();
      return undefined;
    };
  }

  /** A saved thing is shown as it was saved, before it is read again. */
  const showIn =
    <Thing extends Versioned>(shown: Signal<Thing[]>) =>
    (saved: Thing): void => {
      shown.value = shown.peek().map((one) => (one.id === saved.id ? saved : one));
    };

  async function requestValue<Value>(ask: () => Promise<Value>): OrFormError<Value> {
    let value: Value;
    try {
      value = await ask();
    } catch (error) {
      return { error: toFormError(error) };
    }
    void load();
    return value;
  }

  const saveSettings = createSave<port.OrganizationSettings & { id: string }>(
    ({ id: _, ...settings }) => service.saveSettings(settings),
    async () => [{ ...(await service.settings()), id: lists.published.organizationId.value }],
    ({ id: _, ...settings }) => {
      lists.signals.settings.value = settings;
    },
  );
  const { deployments, queues, people, replies, codes, clients } = lists.signals;

  return {
    ...lists.published,
    load,
    saveDeployment: createSave(service.saveDeployment, service.listDeployments, showIn(deployments)),
    removeDeployment: createRemove(service.removeDeployment, deployments),
    saveQueue: createSave(service.saveQueue, service.listQueues, showIn(queues)),
    removeQueue: createRemove(service.removeQueue, queues),
    savePerson: createSave(service.savePerson, service.listPeople, showIn(people)),
    removePerson: createRemove(service.removePerson, people),
    signOut: (id) => attempt(() => service.signOut(id)),
    saveReply: createSave(service.saveReply, service.listReplies, showIn(replies)),
    removeReply: createRemove(service.removeReply, replies),
    saveCode: createSave(service.saveCode, service.listCodes, showIn(codes)),
    removeCode: createRemove(service.removeCode, codes),
    saveClient: createSave(service.saveClient, service.listClients, showIn(clients)),
    removeClient: createRemove(service.removeClient, clients),
    saveSettings: (settings) => saveSettings({ ...settings, id: lists.published.organizationId.value }),
    createClient: (client) => requestValue(() => service.createClient(client)),
    renewSecret: (id) => requestValue(() => service.renewSecret(id)),
    invite: (person) => requestValue(async () => ({ link: await service.invite(person) })),
    inviteAgain: (id) => requestValue(async () => ({ link: await service.inviteAgain(id) })),
    findPerson: (email) => requestValue(() => service.findPerson(email)),
    deletePerson: (email) => attempt(() => service.deletePerson(email)),
    // Without the list the question before removing is still asked.
    listReferences: (kind, id) => service.listReferences(kind, id).catch(() => []),
    async loadOlderAudit() {
      try {
        const { entries } = lists.signals.audit.value;
        const older = await service.listAuditEntries(entries.at(-1)?.id);
        lists.signals.audit.value = { entries: [...entries, ...older.entries], hasMore: older.hasMore };
        return undefined;
      } catch (error) {
        return toFormError(error);
      }
    },
    async acceptInvitation(token, password) {
      try {
        await service.acceptInvitation(token, password);
        return undefined;
      } catch (error) {
        const isOver = error instanceof ChatError && error.kind === 'rejected';
        return isOver ? adminMessages.value.linkIsOver : toFormError(error).text;
      }
    },
  };
}

type Versioned = { id: string; version: number | undefined };

async function findOther<Thing extends Versioned>(
  service: port.AdminClient,
  { id, version }: Thing,
  list: () => Promise<Thing[]>,
): Promise<FormError | undefined> {
  try {
    const [now, { entries }] = await Promise.all([list(), service.listAuditEntries()]);
    const theirs = now.find((one) => one.id === id);
    if (!theirs || theirs.version === version) return undefined;
    const who = entries.find(({ subjectId }) => subjectId === id)?.who ?? '';
    return { text: adminMessages.value.changedBy(who), theirVersion: theirs.version };
  } catch {
    // The message of the service is shown in its place.
    return undefined;
  }
}
