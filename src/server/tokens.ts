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
import { ApiError } from './api-error.ts';

/** A signing key as it is kept. Newer keys sign; all of them verify. */
export type SigningKey = { kid: string; privateJwk: string };

/** Who a guest's or a stream's token speaks for. */
export type GuestClaims = { conversationId: string; memberId: string; deploymentId: string; organizationId: string };

/** Who an access token speaks for; with a `userId` its client acts as that user. */
export type AccessClaims = {
  clientId: string;
  organizationId: string;
  userId: string | undefined;
  permissions: string[];
  /** Which of the client's secrets it was given for; the first where it does not say. */
  secretNumber?: number | undefined;
};

/** What a site's own server has said of its user: good for one conversation. Times are Unix milliseconds. */
export type SignedDataClaims = {
  tokenId: string;
  organizationId: string;
  expiresAt: number;
  data: Record<string, unknown>;
};

export type Issued = { token: string; expiresAt: number };

/** Every verify throws 401: `credentials.expired` for a token past its time, else `bad.credentials`. */
export interface Tokens {
  issueGuest(claims: GuestClaims): Promise<Issued>;
  /** Good for the event stream only, since addresses end up in logs. */
  issueStream(claims: GuestClaims): Promise<Issued>;
  issueAccess(claims: AccessClaims): Promise<Issued>;
  /** Good for `signedDataLifetimeSeconds`. */
  issueSignedData(args: { organizationId: string; data: Record<string, unknown> }): Promise<Issued>;
  verifyGuest(token: string): Promise<GuestClaims>;
  verifyStream(token: string): Promise<GuestClaims>;
  verifyAccess(token: string): Promise<AccessClaims>;
  verifySignedData(token: string): Promise<SignedDataClaims>;
  /** The public halves, for `/.well-known/jwks.json`. */
  readonly jwks: JSONWebKeySet;
}

/** The one algorithm that is ever accepted. */
const algorithm = 'EdDSA';
const issuer = 'urn:purecloud:webchat';
export const tokenLifetimeSeconds = 24 * 60 * 60;
const signedDataLifetimeSeconds = 5 * 60;
/** About a kilobyte each. */
const rememberedTokens = 20_000;

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

/** `keys` newest first, at least one. `now` is Unix milliseconds. */
export async function createTokens({ keys, now }: { keys: SigningKey[]; now: () => number }): Promise<Tokens> {
  const parsed = keys.map(({ kid, privateJwk }) => ({ kid, jwk: JSON.parse(privateJwk) as JWK }));
  const [newest] = parsed;
  if (newest === undefined) throw new Error('There is no signing key');
  const publicKeys = parsed.map(({ kid, jwk }) => ({ ...publicHalf(jwk), kid, alg: algorithm, use: 'sig' }));
  const issue = await createIssuer(newest, now);
  const verify = await createVerifier(publicKeys, now);
  return {
    jwks: { keys: publicKeys },
    issueGuest: (claims) => issue('guest', guestPayload(claims)),
    issueStream: (claims) => issue('stream', guestPayload(claims)),
    issueAccess: (claims) => issue('api', accessPayload(claims)),
    issueSignedData: ({ organizationId, data }) =>
      issue('member', { org: organizationId, jti: randomUUID(), data }, signedDataLifetimeSeconds),
    verifyGuest: async (token) => guestClaims(await verify('guest', token, GuestPayload)),
    verifyStream: async (token) => guestClaims(await verify('stream', token, GuestPayload)),
    verifyAccess: async (token) => accessClaims(await verify('api', token, AccessPayload)),
    verifySignedData: async (token) => signedDataClaims(await verify('member', token, SignedDataPayload)),
  };
}

async function createIssuer({ kid, jwk }: { kid: string; jwk: JWK }, now: () => number) {
  const key = await importJWK(jwk, algorithm);
  return async (audience: Audience, payload: JWTPayload, lifetimeSeconds = tokenLifetimeSeconds): Promise<Issued> => {
    const issuedAt = Math.floor(now() / 1000);
    const expiresAt = issuedAt + lifetimeSeconds;
    const token = await new SignJWT(payload)
      .setProtectedHeader({ alg: algorithm, kid, typ: 'JWT' })
      .setIssuer(issuer)
      .setAudience(audience)
      .setIssuedAt(issuedAt)
      .setExpirationTime(expiresAt)
      .sign(key);
    return { token, expiresAt: expiresAt * 1000 };
  };
}

async function createVerifier(publicKeys: (JWK & { kid: string })[], now: () => number) {
  const imported = publicKeys.map(async (jwk) => [jwk.kid, await importJWK(jwk, algorithm)] as const);
  const keys = new Map(await Promise.all(imported));

  /** From the map only: nothing a token says is ever fetched. */
  function keyOf({ kid = '' }: { kid?: string }) {
    const key = keys.get(kid);
    if (key === undefined) throw new joseErrors.JWKSNoMatchingKey();
    return key;
  }

  /** Whoever talks shows the same token again and again, and a signature is as good the second time. */
  const known = new Map<string, JWTPayload>();

  async function payloadOf(audience: Audience, token: string): Promise<JWTPayload> {
    const place = `${audience} ${token}`;
    const remembered = known.get(place);
    if (remembered?.exp !== undefined && remembered.exp * 1000 > now()) return remembered;
    const { payload } = await jwtVerify(token, keyOf, {
      algorithms: [algorithm],
      issuer,
      audience,
      typ: 'JWT',
      requiredClaims: ['exp', 'iat'],
      currentDate: new Date(now()),
    });
    if (known.size >= rememberedTokens) known.clear();
    known.set(place, payload);
    return payload;
  }

  return async <Schema extends v.GenericSchema>(audience: Audience, token: string, schema: Schema) => {
    try {
      return v.parse(schema, await payloadOf(audience, token));
    } catch (thrown) {
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

function signedDataClaims({ org, jti, exp, data }: v.InferOutput<typeof SignedDataPayload>): SignedDataClaims {
  return { tokenId: jti, organizationId: org, expiresAt: exp * 1000, data };
}

/** `d`, the private half, stays behind. */
function publicHalf({ x = '' }: JWK): JWK {
  return { kty: 'OKP', crv: 'Ed25519', x };
}
