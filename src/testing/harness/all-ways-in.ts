import { randomUUID } from 'node:crypto';
import { hashSecret } from '../../server/auth/passwords.ts';
import { generateSigningKey } from '../../server/auth/tokens.ts';
import type { Ending, WayIn } from '../../server/auth/ways-in.ts';
import { agentPermissions } from '../../server/domain/permissions.ts';
import { publishOutcome } from '../../server/services/services.ts';
import { administer } from './admin-seed.ts';
import { signInToConsole } from './console-visitor.ts';
import { hashCheaply } from './hash-cheaply.ts';
import type { InProcessServer } from './in-process-server.ts';
import { signInAgent, type TestAgent } from './test-agent.ts';
import { createBody, createGuest, openSocket, type TestSocket } from './test-guest.ts';
import { until } from './until.ts';

export type Seen = 'ends' | 'reads' | 'goes on';

/** A person, a program and a visitor who hold one of each way in, on a service that others use too. */
export type Holder = Awaited<ReturnType<typeof holdEveryWayIn>>;

const site = 'https://shop.example';
const password = 'correct horse battery';
const passwordHash = hashCheaply(password);
const issuer = 'https://login.example';

export async function holdEveryWayIn(server: InProcessServer, boss: TestAgent) {
  const { storage } = server.services;
  const person = await addPerson(server);
  const subject = person.userId;
  const vouched = { issuer, subject, name: 'Noor', email: person.email, isEmailVerified: true, role: 'agent' } as const;
  const providerSignIn = () =>
    publishOutcome(
      server.services,
      storage.run('signInByProvider', { now: server.now(), organization: undefined, vouched }),
    );
  await providerSignIn();
  const invitation = await boss.call('POST', `/api/v2/users/${person.userId}/invitation`);
  const link = (invitation.body as { url: string }).url.split('#invite/')[1] ?? '';
  const desk = await signInToConsole(server, { email: person.email, password });
  if (!desk) throw new Error('The person cannot sign in');
  const consoleSocket = await openSocket((await desk.openChannel()).connectUri, { origin: server.origin });
  const ticket = (await desk.openChannel()).connectUri;
  const program = await signInAgent({ fetch: server.fetch, client: person.client });
  const programSocket = await listenToQueue(program, person.queueId);
  const deploymentId = randomUUID();
  await administer(server, (db) =>
    db
      .insertInto('deployment')
      .values({ id: deploymentId, organization_id: server.seed.organizationId, name: deploymentId, created_at: 1 })
      .execute(),
  );
  const email = `${deploymentId}@visitor.example`;
  const own = { ...server, seed: { ...server.seed, deploymentId, queue: person.queue } };
  const guest = await createGuest(own, { memberInfo: { displayName: 'Ada', email } });
  const guestSocket = await guest.attach({ origin: site });
  const signed = (await boss.call('POST', '/api/v2/signeddata', { sub: randomUUID() })).body as { jwt: string };
  const sockets = [consoleSocket, programSocket, guestSocket];
  const stop = () => {
    for (const socket of sockets) socket.close();
  };
  return {
    ...{ server, boss, own, person, link, desk, consoleSocket, ticket, program, programSocket, providerSignIn, stop },
    ...{ deploymentId, email, guest, guestSocket, memberAuthToken: signed.jwt, vouched },
  };
}

async function addPerson(server: InProcessServer) {
  const [userId, queueId, queue] = [randomUUID(), randomUUID(), randomUUID()];
  const client = { id: randomUUID(), secret: randomUUID() };
  const email = `${userId}@desk.example`;
  const own = { organization_id: server.seed.organizationId, created_at: 1 };
  const hash = await passwordHash;
  await administer(server, async (db) => {
    await db
      .insertInto('user')
      .values({ ...own, id: userId, name: 'Noor', email, password_hash: hash, capacity: 0, on_queue: 0 })
      .execute();
    await db
      .insertInto('queue')
      .values({ ...own, id: queueId, name: queue })
      .execute();
    await db.insertInto('queue_member').values({ queue_id: queueId, user_id: userId }).execute();
    const permissions = JSON.stringify(agentPermissions);
    await db
      .insertInto('oauth_client')
      .values({
        ...own,
        id: client.id,
        name: client.id,
        user_id: userId,
        permissions,
        secret_hash: hashSecret(client.secret),
      })
      .execute();
  });
  return { userId, email, queueId, queue, client };
}

async function listenToQueue(program: TestAgent, queueId: string): Promise<TestSocket> {
  const { body } = await program.call('POST', '/api/v2/notifications/channels');
  const { id, connectUri } = body as { id: string; connectUri: string };
  const socket = await openSocket(connectUri);
  const topic = { id: `v2.routing.queues.${queueId}.conversations.chats` };
  await program.call('POST', `/api/v2/notifications/channels/${id}/subscriptions`, [topic]);
  return socket;
}

/** Performs an ending by the means of those who may. A command runs in a process of its own: no event arrives. */
export async function performEnding(ending: Ending, holder: Holder): Promise<void> {
  await endings[ending](holder);
}

const endings: Record<Ending, (holder: Holder) => Promise<unknown>> = {
  'person removed': ({ boss, person }) => callAsBoss(boss, 'DELETE', `/users/${person.userId}`),
  'person removed by command'({ server, person: { userId } }) {
    const by = { kind: 'operator', id: 'npm run admin' } as const;
    const act = { organizationId: server.seed.organizationId, now: server.now(), by };
    const { storage, settings } = server.services;
    return storage.run('removeOwnUser', { act, userId, timing: settings.timing });
  },
  async 'password reset by command'({ server, person: { email } }) {
    const passwordHash = await hashCheaply('another one entirely');
    return server.services.storage.run('resetPassword', { email, passwordHash, now: server.now() });
  },
  'invitation accepted': (holder) => accept(holder, 'chosen by the link'),
  'invited again': ({ boss, person }) => callAsBoss(boss, 'POST', `/users/${person.userId}/invitation`),
  'address changed': ({ boss, person: { userId, email } }) =>
    callAsBoss(boss, 'PUT', `/users/${userId}`, { name: 'Noor', email: `new-${email}` }),
  'signed out': ({ desk }) => desk.call('DELETE', '/api/v2/console/session'),
  'signed out everywhere': ({ boss, person }) => callAsBoss(boss, 'DELETE', `/users/${person.userId}/sessions`),
  'role taken by the provider'({ server, vouched }) {
    const signIn = { now: server.now(), organization: undefined, vouched: { ...vouched, role: undefined } };
    return publishOutcome(server.services, server.services.storage.run('signInByProvider', signIn));
  },
  'left the queue': ({ boss, person: { queueId, queue } }) =>
    callAsBoss(boss, 'PUT', `/routing/queues/${queueId}`, { name: queue, memberIds: [] }),
  'left the queue by command': ({ server, person: { queue, email } }) =>
    server.services.storage.run('changeMembership', { queue, email, isMember: false, now: server.now() }),
  'client removed': ({ boss, person: { client } }) => callAsBoss(boss, 'DELETE', `/oauth/clients/${client.id}`),
  'client secret renewed': ({ boss, person: { client } }) =>
    callAsBoss(boss, 'POST', `/oauth/clients/${client.id}/secret`),
  'client given to somebody else': ({ boss, person: { client } }) =>
    callAsBoss(boss, 'PUT', `/oauth/clients/${client.id}`, { name: client.id, userId: boss.userId }),
  'deployment removed': ({ boss, deploymentId }) => callAsBoss(boss, 'DELETE', `/webchat/deployments/${deploymentId}`),
  'page no longer allowed'({ boss, deploymentId }) {
    const change = { name: deploymentId, allowedDomains: ['elsewhere.example'] };
    return callAsBoss(boss, 'PUT', `/webchat/deployments/${deploymentId}`, change);
  },
  'guest left': ({ guest }) => guest.leave(),
  async 'chat deleted'({ server, boss, guest, email }) {
    await guest.leave();
    await server.elapse(10_000);
    await callAsBoss(boss, 'DELETE', `/personaldata?email=${encodeURIComponent(email)}`);
  },
  'key rotated': ({ server }) => rotateKey(server, server.now() + 24 * 60 * 60 * 1000),
  'key rotated at once': ({ server }) => rotateKey(server, undefined),
};

async function callAsBoss(boss: TestAgent, method: string, path: string, body?: unknown): Promise<void> {
  const answer = await boss.call(method, `/api/v2${path}`, body);
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
}

async function rotateKey(server: InProcessServer, endsAt: number | undefined): Promise<void> {
  await server.services.storage.run('rotateSigningKey', { ...(await generateSigningKey()), now: server.now(), endsAt });
}

const accept = async ({ server, link }: Holder, chosen: string) => {
  const answer = await server.fetch('/api/v2/console/invitation', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ token: link, password: chosen }),
  });
  return answer.status === 204;
};

/** Whether a socket still answers. */
export async function answers(socket: TestSocket): Promise<boolean> {
  const pongs = () => socket.received.filter((one) => one === 'pong').length;
  const isClosed = () => socket.received.some((one) => one.startsWith('closed'));
  const before = pongs();
  socket.send('{"message":"ping"}');
  await until(() => pongs() > before || isClosed(), 'an answer or an end');
  return !isClosed();
}

/** Whether an address opens a socket that stays. */
export async function opens(uri: string, origin?: string): Promise<boolean> {
  const socket = await openSocket(uri, origin === undefined ? {} : { origin }).catch(() => undefined);
  if (!socket) return false;
  const isOpen = await answers(socket);
  socket.close();
  return isOpen;
}

/** Shows each way in, in an order in which none spoils the next one. */
export const probes: Record<WayIn, (holder: Holder) => Promise<Seen>> = {
  'console channel': async ({ consoleSocket }) => seen(await answers(consoleSocket)),
  'program channel': async ({ programSocket }) => seen(await answers(programSocket)),
  async 'queue subscription'({ server, person, programSocket }) {
    const chats = () => programSocket.received.filter((one) => one === 'chat').length;
    const before = chats();
    const visitor = await createGuest({ ...server, seed: { ...server.seed, queue: person.queue } });
    (await visitor.attach()).close();
    await answers(programSocket);
    return seen(chats() > before);
  },
  ticket: async ({ ticket, server }) => seen(await opens(ticket, server.origin)),
  'console session': async ({ desk }) => seen((await desk.call('GET', '/api/v2/console/session')).status === 200),
  'access token': async ({ program }) => seen((await program.call('GET', '/api/v2/users/me')).status === 200),
  async 'client secret'({ server, person: { client } }) {
    return seen(
      await signInAgent({ fetch: server.fetch, client })
        .then(() => true)
        .catch(() => false),
    );
  },
  async 'guest token'({ guest }) {
    const headers = { Origin: site };
    if ((await guest.call('POST', `/members/${guest.memberId}/messages`, { body: 'Hello' }, headers)).status === 200) {
      return 'goes on';
    }
    return (await guest.call('GET', '/messages', undefined, headers)).status === 200 ? 'reads' : 'ends';
  },
  'stream token': async ({ guest }) => seen(await opens(guest.eventStreamUri, site)),
  async 'signed data'({ server, memberAuthToken }) {
    const answer = await server.fetch('/api/v2/webchat/guest/conversations', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(createBody(server.seed, { memberAuthToken })),
    });
    return seen(answer.status === 200);
  },
  async provider({ server, providerSignIn }) {
    const signIn = await providerSignIn();
    if (signIn.as !== 'somebody') return 'ends';
    const idHash = randomUUID();
    const wanted = { ...signIn, idHash, now: server.now(), expiresAt: server.now() + 1000 };
    return seen((await server.services.storage.run('openConsoleSession', wanted)) !== undefined);
  },
  password: async ({ server, person: { email } }) =>
    seen((await signInToConsole(server, { email, password })) !== undefined),
  invitation: async (holder) => seen(await accept(holder, 'chosen by the link')),
};

const seen = (isOpen: boolean): Seen => (isOpen ? 'goes on' : 'ends');
