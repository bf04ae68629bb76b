import { batch, type ReadonlySignal, signal } from '@preact/signals';
import type {
  AdminPort,
  Build,
  CannedReply,
  Deed,
  Deployment,
  Person,
  Queue,
  WrapupCode,
} from '../../chat/admin-port.ts';
import { ChatError } from '../../chat/chat-error.ts';
import { adminWords } from '../strings/admin-en.ts';

type State = 'loading' | 'ready' | 'forbidden' | 'failed';

export type AdminModel = {
  state: ReadonlySignal<State>;
  organizationId: ReadonlySignal<string>;
  deployments: ReadonlySignal<Deployment[]>;
  queues: ReadonlySignal<Queue[]>;
  people: ReadonlySignal<Person[]>;
  replies: ReadonlySignal<CannedReply[]>;
  codes: ReadonlySignal<WrapupCode[]>;
  deeds: ReadonlySignal<Deed[]>;
  build: ReadonlySignal<Build | undefined>;
  load(): Promise<void>;
  /** Each answers what went wrong, in words, and then changes nothing. */
  saveDeployment(deployment: Deployment): Promise<string | undefined>;
  removeDeployment(id: string): Promise<string | undefined>;
  createQueue(name: string, memberIds: readonly string[]): Promise<string | undefined>;
  removeQueue(id: string): Promise<string | undefined>;
  savePerson(person: Person): Promise<string | undefined>;
  removePerson(id: string): Promise<string | undefined>;
  saveReply(reply: CannedReply): Promise<string | undefined>;
  removeReply(id: string): Promise<string | undefined>;
  saveCode(code: WrapupCode): Promise<string | undefined>;
  removeCode(id: string): Promise<string | undefined>;
  invite(person: { name: string; email: string; isAdministrator: boolean }): Promise<{ link: string } | string>;
  acceptInvitation(token: string, password: string): Promise<string | undefined>;
};

/** What an administrator sees and does. Whatever was done is read again: the service's word counts. */
export function createAdminModel(port: AdminPort): AdminModel {
  const state = signal<State>('loading');
  const organizationId = signal('');
  const deployments = signal<Deployment[]>([]);
  const queues = signal<Queue[]>([]);
  const people = signal<Person[]>([]);
  const replies = signal<CannedReply[]>([]);
  const codes = signal<WrapupCode[]>([]);
  const deeds = signal<Deed[]>([]);
  const build = signal<Build | undefined>(undefined);

  async function load(): Promise<void> {
    try {
      const own = await port.organization();
      if (own === undefined) {
        state.value = 'forbidden';
        return;
      }
      const [shops, lines, staff, phrases, subjects, done, code] = await Promise.all([
        port.listDeployments(),
        port.listQueues(),
        port.listPeople(),
        port.listReplies(),
        port.listCodes(),
        port.listDeeds(),
        port.build(),
      ]);
      batch(() => {
        organizationId.value = own;
        deployments.value = shops;
        queues.value = lines;
        people.value = staff;
        replies.value = phrases;
        codes.value = subjects;
        deeds.value = done;
        build.value = code;
        state.value = 'ready';
      });
    } catch {
      state.value = 'failed';
    }
  }

  async function attempt(act: () => Promise<void>): Promise<string | undefined> {
    try {
      await act();
    } catch (error) {
      return wordsFor(error);
    }
    await load();
    return undefined;
  }

  return {
    state,
    organizationId,
    deployments,
    queues,
    people,
    replies,
    codes,
    deeds,
    build,
    load,
    saveDeployment: (deployment) => attempt(() => port.saveDeployment(deployment)),
    removeDeployment: (id) => attempt(() => port.removeDeployment(id)),
    createQueue: (name, memberIds) => attempt(() => port.createQueue(name, memberIds)),
    removeQueue: (id) => attempt(() => port.removeQueue(id)),
    savePerson: (person) => attempt(() => port.savePerson(person)),
    removePerson: (id) => attempt(() => port.removePerson(id)),
    saveReply: (reply) => attempt(() => port.saveReply(reply)),
    removeReply: (id) => attempt(() => port.removeReply(id)),
    saveCode: (code) => attempt(() => port.saveCode(code)),
    removeCode: (id) => attempt(() => port.removeCode(id)),
    async invite(person) {
      let link = '';
      const problem = await attempt(async () => {
        link = await port.invite(person);
      });
      return problem ?? { link };
    },
    async acceptInvitation(token, password) {
      try {
        await port.acceptInvitation(token, password);
        return undefined;
      } catch (error) {
        return error instanceof ChatError && error.kind === 'rejected' ? adminWords.linkIsOver : wordsFor(error);
      }
    },
  };
}

function wordsFor(error: unknown): string {
  if (!(error instanceof ChatError)) return adminWords.failed;
  if (error.status === 409) return adminWords.conflict(reasonIn(error.cause));
  switch (error.kind) {
    case 'rejected':
      return adminWords.refused;
    case 'unauthorized':
      return adminWords.signedOut;
    case 'offline':
    case 'timeout':
      return adminWords.unreachable;
    case 'gone':
    case 'limited':
    case 'server':
    case 'unreadable':
      return adminWords.failed;
    default:
      return error.kind satisfies never;
  }
}

/** The service's own sentence says who else, or what uses it. */
function reasonIn(answer: unknown): string {
  try {
    const { message } = JSON.parse(String(answer));
    return typeof message === 'string' ? message : '';
  } catch {
    return '';
  }
}
