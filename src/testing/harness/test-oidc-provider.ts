import { generateKeyPairSync } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import Provider from 'oidc-provider';
import { withinLimit } from './within-limit.ts';

/** The claims of a person, by the name they sign in with. */
export type ProvidedClaims = {
  name?: string;
  preferred_username?: string;
  email?: string;
  email_verified?: boolean;
  roles?: unknown;
};

export type TestOidcProvider = {
  issuer: string;
  clientId: string;
  clientSecret: string;
  people: Map<string, ProvidedClaims>;
  /** Where it sends browsers back to; known once the service listens. */
  allow(redirectUri: string): void;
  /** From now on ID tokens come as this makes of them. */
  forge(change: (idToken: string) => string): void;
  stop(): Promise<void>;
};

const signInPath = '/sign-in/';
const hour = 60 * 60;
const privateKey = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' });

/**
 * A certified provider from a package, on loopback: nothing of it is faked but its people and its storage. Under
 * another name of this machine than the service's it is another site to a browser.
 */
export async function startTestOidcProvider(host: '127.0.0.1' | 'localhost' = '127.0.0.1'): Promise<TestOidcProvider> {
  const people = new Map<string, ProvidedClaims>();
  let forged = (idToken: string) => idToken;
  let answer = (_: IncomingMessage, response: ServerResponse): void => void response.writeHead(503).end();
  const server = createServer((request, response) => answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://${host}:${(server.address() as AddressInfo).port}`;
  const client = { client_id: 'porchlight', client_secret: 'a secret of thirty-two characters' };
  return {
    issuer,
    clientId: client.client_id,
    clientSecret: client.client_secret,
    people,
    allow(redirectUri) {
      const provider = new Provider(issuer, {
        clients: [{ ...client, redirect_uris: [redirectUri] }],
        claims: {
          openid: ['sub'],
          profile: ['name', 'preferred_username'],
          email: ['email', 'email_verified'],
          roles: ['roles'],
        },
        scopes: ['openid', 'profile', 'email', 'roles'],
        pkce: { required: () => true },
        cookies: { keys: ['for tests only'] },
        jwks: { keys: [privateKey] },
        adapter: createAdapters(),
        ttl: { AccessToken: hour, AuthorizationCode: 60, Grant: hour, IdToken: hour, Interaction: hour, Session: hour },
        features: { devInteractions: { enabled: false } },
        interactions: { url: (_: unknown, { uid }: { uid: string }) => `${signInPath}${uid}` },
        findAccount: (_: unknown, id: string) => ({
          accountId: id,
          claims: () => ({ sub: id, ...people.get(id) }),
        }),
      });
      provider.use(async (context, next) => {
        await next();
        const { id_token } = context.body ?? {};
        if (id_token) context.body = { ...context.body, id_token: forged(id_token) };
      });
      const callback = provider.callback();
      answer = (request, response) =>
        void (request.url?.startsWith(signInPath) ? askWho(provider, request, response) : callback(request, response));
    },
    forge(change) {
      forged = change;
    },
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await withinLimit('an OpenID provider to close', closed);
    },
  };
}

/** The sign-in page: a name is enough, and the sign-in can be refused. */
async function askWho(provider: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { params } = await provider.interactionDetails(request, response);
  if (request.url?.endsWith('/abort')) {
    return provider.interactionFinished(request, response, { error: 'access_denied' });
  }
  if (request.method === 'POST') {
    const accountId = new URLSearchParams(await text(request)).get('name') ?? '';
    const grant = new provider.Grant({ accountId, clientId: params.client_id });
    grant.addOIDCScope(params.scope);
    return provider.interactionFinished(request, response, {
      login: { accountId },
      consent: { grantId: await grant.save() },
    });
  }
  response.setHeader('Content-Type', 'text/html; charset=utf-8').end(`<!doctype html><title>Sign in</title>
    <form method="post" action="${request.url}"><label>Name <input name="name"></label><button>Sign in</button></form>
    <a href="${request.url}/abort">Rather not</a>`);
}

/** Stores the records of the provider in memory, by kind and id. */
function createAdapters() {
  const records = new Map<string, Record<string, unknown>>();
  return (kind: string) => ({
    upsert: async (id: string, payload: Record<string, unknown>) => void records.set(`${kind} ${id}`, payload),
    find: async (id: string) => records.get(`${kind} ${id}`),
    findByUid: async (uid: string) => [...records.values()].find((one) => one.kind === kind && one.uid === uid),
    consume: async (id: string) => {
      const found = records.get(`${kind} ${id}`);
      if (found) found.consumed = Math.floor(Date.now() / 1000);
    },
    destroy: async (id: string) => void records.delete(`${kind} ${id}`),
    async revokeByGrantId(grantId: string) {
      for (const [key, { grantId: its }] of records) if (its === grantId) records.delete(key);
    },
  });
}
