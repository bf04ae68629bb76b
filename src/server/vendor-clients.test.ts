import https from 'node:https';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { type InProcessServer, startInProcessServer } from '../testing/harness/in-process-server.ts';
import { createBody } from '../testing/harness/test-guest.ts';
import { startTlsProxy, type TlsProxy } from '../testing/harness/tls-proxy.ts';
import { until } from '../testing/harness/until.ts';

/**
 * The clients that the platform's vendor published, as they are on npm: both put `https://api.` before the host they
 * are told, and one `https://login.` too, so they meet the service through TLS under those names.
 */
type Entity = Record<string, unknown> & { id: string };
type Listing = { entities: Entity[]; total: number };
type Call = (...args: unknown[]) => Promise<Entity>;
type WebChatApi = Record<`${'get' | 'patch' | 'delete'}WebchatGuestConversation${GuestThing}`, Call> &
  Record<`post${'WebchatGuestConversations' | 'WebchatDeployments'}`, Call> &
  Record<`postWebchatGuestConversationMember${'Messages' | 'Typing'}`, Call> &
  Record<`${'get' | 'put' | 'delete'}Webchat${'Deployment' | 'Settings'}` | 'getWebchatDeployments', Call>;
type GuestThing = `${'Member' | 'Message' | 'Mediarequest'}${'' | 's'}`;
type Client = {
  setEnvironment(host: string): void;
  defaultHeaders: Record<string, string>;
  setJwt(jwt: string): void;
  setAccessToken(token: string): void;
  loginClientCredentialsGrant(id: string, secret: string): Promise<unknown>;
  config: { logger: { log_to_console: boolean; setLogger(): void } };
};
type Package = { ApiClient: { instance: Client }; WebChatApi: new () => WebChatApi };

const require = createRequire(import.meta.url);
const guestPackage = require('purecloud-guest-chat-client') as Package;
const platformPackage = require('purecloud-platform-client-v2') as Package;
const vendorsAgent = https.globalAgent;

let server: InProcessServer;
let front: TlsProxy;
beforeAll(async () => {
  vi.stubEnv('NO_PROXY', '*');
  front = await startTlsProxy(() => Number(new URL(server.origin).port));
  server = await startInProcessServer({ settings: { publicUrl: `https://api.${front.host}` } });
  https.globalAgent = front.agent;
  for (const { ApiClient } of [guestPackage, platformPackage]) {
    const client = ApiClient.instance;
    client.config.logger.log_to_console = false;
    client.config.logger.setLogger();
    client.setEnvironment(front.host);
  }
});
afterAll(async () => {
  https.globalAgent = vendorsAgent;
  vi.unstubAllEnvs();
  await server.stop();
  await front.stop();
});

const signIn = () =>
  platformPackage.ApiClient.instance.loginClientCredentialsGrant(server.seed.client.id, server.seed.client.secret);

const clients: [string, Package, (jwt: string) => void][] = [
  ['purecloud-guest-chat-client', guestPackage, useGuestJwt],
  ['purecloud-platform-client-v2', platformPackage, (jwt) => platformPackage.ApiClient.instance.setAccessToken(jwt)],
];

/** This version's logger leaves `Authorization: [REDACTED]` in the default headers after a call without a token. */
function useGuestJwt(jwt: string): void {
  const client = guestPackage.ApiClient.instance;
  client.defaultHeaders = {};
  client.setJwt(jwt);
}

describe.each(clients)('%s', (_name, { WebChatApi }, useJwt) => {
  const api = new WebChatApi();
  const announced: string[] = [];
  let id: string;
  let memberId: string;
  let socket: WebSocket;
  let mediaRequestId: string;

  test('createConversation: its answer opens the event stream', async () => {
    const created = await api.postWebchatGuestConversations(createBody(server.seed));
    useJwt(String(created.jwt));
    ({ id } = created);
    memberId = (created.member as Entity).id;
    expect(created.eventStreamUri).toMatch(`wss://api.${front.host}/`);

    socket = new WebSocket(String(created.eventStreamUri), { ca: front.certificate, lookup: front.lookup });
    socket.on('message', (data) => announced.push(String(data)));
    await until(() => announced.some((frame) => frame.includes('member-change')), 'a frame');
    await server.agent.accept(id);
  });

  test('sendMessage: it comes back, and over the stream', async () => {
    const texts = await api.postWebchatGuestConversationMemberMessages(id, memberId, { body: 'Grüße 👋' });

    expect(texts).toMatchObject({ body: 'Grüße 👋', bodyType: 'standard', sender: { id: memberId } });
    await until(() => announced.some((frame) => frame.includes(texts.id)), 'its frame');
  });

  test('sendTyping: it answers who types', async () => {
    const typing = await api.postWebchatGuestConversationMemberTyping(id, memberId);

    expect(typing).toMatchObject({ conversation: { id }, sender: { id: memberId } });
  });

  test('listMembers: in pages, and without those who left', async () => {
    const opts = { pageSize: 1, pageNumber: 2, excludeDisconnectedMembers: false };

    expect(await api.getWebchatGuestConversationMembers(id, opts)).toMatchObject({
      pageSize: 1,
      pageNumber: 2,
      total: 3,
    });
    expect(await members({ excludeDisconnectedMembers: true })).toEqual(['CUSTOMER', 'AGENT']);
  });

  async function members(opts: object) {
    const listing = (await api.getWebchatGuestConversationMembers(id, opts)) as unknown as Listing;
    return listing.entities.map(({ role }) => role);
  }

  test('getMember: the whole of it', async () => {
    expect(await api.getWebchatGuestConversationMember(id, memberId)).toMatchObject({
      id: memberId,
      displayName: 'Ada',
      role: 'CUSTOMER',
      state: 'CONNECTED',
    });
  });

  test('listMessages, getMessage: after a message, the newest first, or one', async () => {
    const { id: messageId } = await api.postWebchatGuestConversationMemberMessages(id, memberId, { body: 'Second' });
    const opts = { sortOrder: 'descending', maxResults: 1 };
    const { entities } = (await api.getWebchatGuestConversationMessages(id, opts)) as unknown as Listing;

    expect(entities.map((message) => message.id)).toEqual([messageId]);
    expect(await api.getWebchatGuestConversationMessages(id, { after: messageId })).toMatchObject({ entities: [] });
    expect(await api.getWebchatGuestConversationMessage(id, messageId)).toMatchObject({ body: 'Second' });
  });

  test('listMediaRequests, getMediaRequest, updateMediaRequest: asked, read and declined', async () => {
    mediaRequestId = (await server.agent.askForMedia(id)).id;
    const { entities } = (await api.getWebchatGuestConversationMediarequests(id)) as unknown as Listing;

    expect(entities).toMatchObject([{ id: mediaRequestId, state: 'PENDING', types: ['COBROWSE'] }]);
    const change = { types: ['COBROWSE'], state: 'DECLINED' };
    const changed = await api.patchWebchatGuestConversationMediarequest(id, mediaRequestId, change);
    expect(changed).toMatchObject({ state: 'DECLINED' });
    expect(await api.getWebchatGuestConversationMediarequest(id, mediaRequestId)).toMatchObject({ state: 'DECLINED' });
  });

  test('removeMember: the guest leaves, and every later call gets an error', async () => {
    await api.deleteWebchatGuestConversationMember(id, memberId);

    await until(() => socket.readyState === WebSocket.CLOSED, 'the stream’s end');
    const rejected = api.postWebchatGuestConversationMemberMessages(id, memberId, { body: 'Too late' });
    await expect(rejected.catch(codeOf)).resolves.toBe('chat.error.conversation.state');
  });
});

describe('purecloud-platform-client-v2 as an administrator', () => {
  const api = new platformPackage.WebChatApi();
  beforeAll(signIn);
  let id: string;

  test('createDeployment, getDeployment: written and read back', async () => {
    const created = await api.postWebchatDeployments({ name: 'Vendor', allowedDomains: ['shop.example'] });
    ({ id } = created);

    expect(created).toMatchObject({ name: 'Vendor', selfUri: `/api/v2/webchat/deployments/${id}` });
    expect(await api.getWebchatDeployment(id)).toEqual(created);
  });

  test('listDeployments: it is among them', async () => {
    const { entities, total } = (await api.getWebchatDeployments()) as unknown as Listing;

    expect(total).toBe(2);
    expect(entities.map((one) => one.id)).toContain(id);
  });

  test('replaceDeployment, deleteDeployment: disabled, then gone', async () => {
    expect(await api.putWebchatDeployment(id, { name: 'Vendor', disabled: true })).toMatchObject({ disabled: true });
    await api.deleteWebchatDeployment(id);
    await expect(api.getWebchatDeployment(id).catch(codeOf)).resolves.toBe('resource.not.found');
  });

  test('getSettings, replaceSettings, resetSettings: on, and off again', async () => {
    expect(await api.putWebchatSettings({ requireDeployment: true })).toMatchObject({ requireDeployment: true });
    await api.deleteWebchatSettings();
    expect(await api.getWebchatSettings()).toMatchObject({ requireDeployment: false });
  });
});

/** One of the two rejects with the body itself, the other wraps it. */
function codeOf(thrown: { code?: string; body?: { code: string }; response?: { data: { code: string } } }) {
  return thrown.body?.code ?? thrown.response?.data.code ?? thrown.code;
}
