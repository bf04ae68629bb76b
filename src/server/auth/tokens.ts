import { randomUUID } from 'node:crypto';
import {
  exportJWK,
  generateKeyPair,
  importJWK,
  type JSONWebKeySet,
  type JWK,
  type JWTPayload,
  errors as joseErrors,
  jwtVerify,
  SignJWT,
} from 'jose';
import * as v from 'valibot';
import { ApiError } from '../core/api-error.ts';
import type { AccessClaims, GuestClaims, Signed, SignedDataClaims, SigningKey } from '../domain/token-claims.ts';

export type Issued = { token: string; expiresAt: number };

/** Every verify method throws 401: `credentials.expired` for an expired token, else `bad.credentials`. */
export interface Tokens {
  issueGuest(claims: GuestClaims): Promise<Issued>;
  /** Valid for the event stream only, since its address ends up in logs. */
  issueStream(claims: GuestClaims): Promise<Issued>;
  issueAccess(claims: AccessClaims): Promise<Issued>;
  /** Valid for `signedDataLifetimeSeconds`. */
  issueSignedData(args: { organizationId: string; data: Record<string, unknown> }): Promise<Issued>;
  verifyGuest(token: string): Promise<GuestClaims & Signed>;
  verifyStream(token: string): Promise<GuestClaims & Signed>;
  verifyAccess(token: string): Promise<AccessClaims & Signed>;
  verifySignedData(token: string): Promise<SignedDataClaims>;
  /** The public halves, for `/.well-known/jwks.json`. */
  jwks(): Promise<JSONWebKeySet>;
}

/** The only algorithm that is accepted. */
const algorithm = 'EdDSA';
const issuer = 'urn:purecloud:webchat';
export const tokenLifetimeSeconds = 24 * 60 * 60;
const signedDataLifetimeSeconds = 5 * 60;
/** About a kilobyte each. */
const maxCachedTokens = 20_000;

type Audience = 'guest' | 'stream' | 'api' | 'member';

const GuestPayload = v.object({
  org: v.string(),
  data: v.object({ conv: v.string(), did: v.string(), sub: v.string() }),
});
const AccessPayload = v.object({
  org: v.string(),
  sub: v.string(),
  uid: v.optional(v.string()),
  permissions: v.array(v.string()),
  secret: v.optional(v.number()),
});

const SignedDataPayload = v.object({
  org: v.string(),
  jti: v.string(),
  exp: v.number(),
  data: v.record(v.string(), v.unknown()),
});

export async function generateSigningKey(): Promise<SigningKey> {
  const { privateKey } = await generateKeyPair(algorithm, { crv: 'Ed25519', extractable: true });
  return { kid: randomUUID(), privateJwk: JSON.stringify(await exportJWK(privateKey)) };
}

/**
 * `keys`, at least one and newest first, or a function that reads them. It is called at each issue and for a token that
 * names an unknown key, so that a key which an operator's command created is used at once. `now` is Unix milliseconds.
 */
export async function createTokens({
  keys,
  now,
}: {
  keys: SigningKey[] | KeySource;
  now: () => number;
}): Promise<Tokens> {
  const keyRing = await createKeyRing(typeof keys === 'function' ? keys : async () => keys);
  const issue = createIssuer(keyRing, now);
  const verify = createVerifier(keyRing, now);
  return {
    async jwks() {
      const current = await keyRing.current();
      return { keys: current.map(({ kid, jwk }) => ({ ...publicHalf(jwk), kid, alg: algorithm, use: 'sig' })) };
    },
    issueGuest: (claims) => issue('guest', guestPayload(claims)),
    issueStream: (claims) => issue('stream', guestPayload(claims)),
    issueAccess: (claims) => issue('api', accessPayload(claims)),
    issueSignedData: ({ organizationId, data }) =>
      issue('member', { org: organizationId, jti: randomUUID(), data }, signedDataLifetimeSeconds),
    verifyGuest: async (token) => {
      const { payload, kid } = await verify('guest', token, GuestPayload);
      return { ...guestClaims(payload), kid };
    },
    verifyStream: async (token) => {
      const { payload, kid } = await verify('stream', token, GuestPayload);
      return { ...guestClaims(payload), kid };
    },
    verifyAccess: async (token) => {
      const { payload, kid } = await verify('api', token, AccessPayload);
      return { ...accessClaims(payload), kid };
    },
    verifySignedData: async (token) => {
      const { payload, kid } = await verify('member', token, SignedDataPayload);
      return { ...signedDataClaims(payload), kid };
    },
  };
}

/** Reads the valid keys, newest first. */
export type KeySource = () => Promise<SigningKey[]>;

type Key = { kid: string; jwk: JWK; signs: CryptoKey | Uint8Array; verifies: CryptoKey | Uint8Array };
type KeyRing = { current(): Promise<Key[]>; find(kid: string): Promise<Key | undefined> };

async function createKeyRing(read: KeySource): Promise<KeyRing> {
  const known = new Map<string, Key>();
  let reading: Promise<Key[]> | undefined;

  async function readAll(): Promise<Key[]> {
    const keys: Key[] = [];
    for (const { kid, privateJwk } of await read()) {
      const key = known.get(kid) ?? (await importKey(kid, JSON.parse(privateJwk) as JWK));
      known.set(kid, key);
      keys.push(key);
    }
    if (keys.length === 0) throw new Error('There is no signing key');
    return keys;
  }

  await readAll();
  return {
    current: readAll,
    /** Nothing that a token names is ever fetched: an unknown key is searched among the stored ones. */
    async find(kid) {
      const found = known.get(kid);
      if (found || !wellFormedKid.test(kid)) return found;
      reading ??= readAll().finally(() => {
        reading = undefined;
      });
      await reading;
      return known.get(kid);
    },
  };
}

const wellFormedKid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

async function importKey(kid: string, jwk: JWK): Promise<Key> {
  return {
    kid,
    jwk,
    signs: await importJWK(jwk, algorithm),
    verifies: await importJWK(publicHalf(jwk), algorithm),
  };
}

function createIssuer(keyRing: KeyRing, now: () => number) {
  return async (audience: Audience, payload: JWTPayload, lifetimeSeconds = tokenLifetimeSeconds): Promise<Issued> => {
    const [key] = await keyRing.current();
    if (key === undefined) throw new Error('There is no signing key');
    const issuedAt = Math.floor(now() / 1000);
    const expiresAt = issuedAt + lifetimeSeconds;
    const token = await new SignJWT(payload)
      .setProtectedHeader({ alg: algorithm, kid: key.kid, typ: 'JWT' })
      .setIssuer(issuer)
      .setAudience(audience)
      .setIssuedAt(issuedAt)
      .setExpirationTime(expiresAt)
      .sign(key.signs);
    return { token, expiresAt: expiresAt * 1000 };
  };
}

function createVerifier(keyRing: KeyRing, now: () => number) {
  async function keyOf({ kid = '' }: { kid?: string }) {
    const key = await keyRing.find(kid);
    if (key === undefined) throw new joseErrors.JWKSNoMatchingKey();
    return key.verifies;
  }

  /** Clients send the same token with each request, and a verified signature stays valid. */
  const known = new Map<string, { payload: JWTPayload; kid: string }>();

  async function readToken(audience: Audience, token: string): Promise<{ payload: JWTPayload; kid: string }> {
    const cacheKey = `${audience} ${token}`;
    const cached = known.get(cacheKey);
    if (cached?.payload.exp !== undefined && cached.payload.exp * 1000 > now()) return cached;
    const { payload, protectedHeader } = await jwtVerify(token, keyOf, {
      algorithms: [algorithm],
      issuer,
      audience,
      typ: 'JWT',
      requiredClaims: ['exp', 'iat'],
      currentDate: new Date(now()),
    });
    const verified = { payload, kid: protectedHeader.kid ?? '' };
    if (known.size >= maxCachedTokens) known.clear();
    known.set(cacheKey, verified);
    return verified;
  }

  return async <Schema extends v.GenericSchema>(audience: Audience, token: string, schema: Schema) => {
    try {
      const { payload, kid } = await readToken(audience, token);
      return { payload: v.parse(schema, payload), kid };
    } catch (thrown) {
      if (thrown instanceof ApiError) throw thrown;
      if (!(thrown instanceof joseErrors.JWTExpired)) throw badCredentials();
      throw new ApiError('credentials.expired', 'These credentials are past their time.');
    }
  };
}

const badCredentials = () => new ApiError('bad.credentials', 'These credentials are not good here.');

function guestPayload({ conversationId, memberId, deploymentId, organizationId }: GuestClaims): JWTPayload {
  return { org: organizationId, data: { conv: conversationId, did: deploymentId, sub: memberId } };
}

function guestClaims({ org, data }: v.InferOutput<typeof GuestPayload>): GuestClaims {
  return { conversationId: data.conv, memberId: data.sub, deploymentId: data.did, organizationId: org };
}

function accessPayload({ clientId, organizationId, userId, permissions, secretNumber }: AccessClaims): JWTPayload {
  const own = { org: organizationId, sub: clientId, permissions, secret: secretNumber ?? 1 };
  return { ...own, ...(userId === undefined ? {} : { uid: userId }) };
}

function accessClaims({ org, sub, uid, permissions, secret }: v.InferOutput<typeof AccessPayload>): AccessClaims {
  return { clientId: sub, organizationId: org, userId: uid, permissions, secretNumber: secret ?? 1 };
}

function signedDataClaims({
  org,
  jti,
  exp,
  data,
}: v.InferOutput<typeof SignedDataPayload>): Omit<SignedDataClaims, 'kid'> {
  return { tokenId: jti, organizationId: org, expiresAt: exp * 1000, data };
}

/** Leaves out `d`, the private half. */
function publicHalf({ x = '' }: JWK): JWK {
  return { kty: 'OKP', crv: 'Ed25519', x };
}
