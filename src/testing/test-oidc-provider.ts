import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';

/** What the provider tells of somebody, by the name they sign in there with. */
export type ProvidedClaims = { name?: string; email?: string; email_verified?: boolean; roles?: unknown };

export type TestOidcProvider = {
  issuer: string;
  clientId: string;
  clientSecret: string;
  people: Map<string, ProvidedClaims>;
  /** Where it sends browsers back to; known once the service listens. */
  allow(redirectUri: string): void;
  stop(): Promise<void>;
};

/** A certified provider from a package, on loopback: nothing of it is pretended but its people. */
export async function startTestOidcProvider(): Promise<TestOidcProvider> {
  const people = new Map<string, ProvidedClaims>();
  let answer: ReturnType<Provider['callback']> | undefined;
  const server = createServer((request, response) => {
    if (answer) answer(request, response);
    else response.writeHead(503).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = { client_id: 'porchlight', client_secret: 'a secret of thirty-two characters' };
  return {
    issuer,
    clientId: client.client_id,
    clientSecret: client.client_secret,
    people,
    allow(redirectUri) {
      const provider = new Provider(issuer, {
        clients: [{ ...client, redirect_uris: [redirectUri] }],
        claims: { openid: ['sub'], profile: ['name'], email: ['email', 'email_verified'], roles: ['roles'] },
        scopes: ['openid', 'profile', 'email', 'roles'],
        pkce: { required: () => true },
        cookies: { keys: ['for tests only'] },
        findAccount: (_: unknown, id: string) => ({
          accountId: id,
          claims: () => ({ sub: id, ...people.get(id) }),
        }),
      });
      answer = provider.callback();
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
