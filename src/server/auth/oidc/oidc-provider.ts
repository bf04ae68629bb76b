import * as client from 'openid-client';
import type { OidcConfig } from '../../core/oidc-config.ts';
import type { UserRole } from '../../domain/records.ts';
import { findRole, readClaim } from '../../domain/role-of.ts';

/** What the browser keeps in a cookie while its sign-in is at the provider. */
export type SignInFlow = { state: string; nonce: string; verifier: string };

/** A person as the provider identifies them. */
export type VerifiedIdentity = {
  issuer: string;
  subject: string;
  name: string | undefined;
  email: string | undefined;
  /** Whether the provider has verified that the address is theirs. */
  isEmailVerified: boolean;
  /** Undefined where none of their roles gives one of ours. */
  role: UserRole | undefined;
};

export type OidcProblem = 'away' | 'denied' | 'failed';

/** `kind` selects the sentence that the sign-in page shows; the provider's answer stays in `cause`, for the log. */
export class OidcError extends Error {
  override readonly name = 'OidcError';
  readonly kind: OidcProblem;

  constructor(kind: OidcProblem, options?: ErrorOptions) {
    super(kind, options);
    this.kind = kind;
  }
}

export type OidcProvider = {
  readonly name: string;
  readonly organization: string | undefined;
  /** Reads the provider's configuration. Where that fails it is read again at the next sign-in. */
  prepare(): Promise<void>;
  /** Throws an OidcError. */
  begin(redirectUri: string): Promise<{ address: URL; flow: SignInFlow }>;
  /** `address` is where the provider sent the browser. Throws an OidcError. */
  finish(address: URL, flow: SignInFlow): Promise<VerifiedIdentity>;
};

const timeoutSeconds = 5;

/** Code flow with PKCE, state and nonce. */
export function createOidcProvider(config: OidcConfig): OidcProvider {
  let configuration: Promise<client.Configuration> | undefined;

  function discover(): Promise<client.Configuration> {
    const { issuer, clientId, clientSecret } = config;
    const isPlainHttp = issuer.protocol === 'http:';
    const auth = clientSecret === undefined ? client.None() : client.ClientSecretBasic(clientSecret);
    configuration ??= client
      .discovery(issuer, clientId, undefined, auth, {
        timeout: timeoutSeconds,
        execute: [client.enableNonRepudiationChecks, ...(isPlainHttp ? [client.allowInsecureRequests] : [])],
      })
      .catch((cause: unknown) => {
        configuration = undefined;
        throw new OidcError('away', { cause });
      });
    return configuration;
  }

  return {
    name: config.name,
    organization: config.organization,
    async prepare() {
      await discover();
    },
    async begin(redirectUri) {
      const provider = await discover();
      const [state, nonce, verifier] = [client.randomState(), client.randomNonce(), client.randomPKCECodeVerifier()];
      const address = client.buildAuthorizationUrl(provider, {
        redirect_uri: redirectUri,
        scope: config.scope,
        state,
        nonce,
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      });
      return { address, flow: { state, nonce, verifier } };
    },
    async finish(address, flow) {
      const provider = await discover();
      const claims = await fetchClaims(provider, address, flow, config.roles.claim).catch((cause: unknown) => {
        throw new OidcError(classifyError(cause), { cause });
      });
      return readIdentity(claims, config);
    },
  };
}

/** The claims of the ID token, and, where it lacks the roles or the address, also those of the UserInfo endpoint. */
async function fetchClaims(
  provider: client.Configuration,
  address: URL,
  { state, nonce, verifier }: SignInFlow,
  rolesClaim: string,
): Promise<client.IDToken> {
  const tokens = await client.authorizationCodeGrant(provider, address, {
    expectedState: state,
    expectedNonce: nonce,
    pkceCodeVerifier: verifier,
    idTokenExpected: true,
  });
  const claims = tokens.claims();
  if (claims === undefined) throw new OidcError('failed');
  const isWhole = claims.email !== undefined && readClaim(claims, rolesClaim) !== undefined;
  if (isWhole || provider.serverMetadata().userinfo_endpoint === undefined) return claims;
  return { ...(await client.fetchUserInfo(provider, tokens.access_token, claims.sub)), ...claims };
}

function readIdentity(claims: client.IDToken, { roles }: OidcConfig): VerifiedIdentity {
  const text = (value: unknown) => (typeof value === 'string' && value.trim() ? value.trim().slice(0, 256) : undefined);
  const email = text(claims.email)?.toLowerCase();
  return {
    issuer: claims.iss,
    subject: claims.sub,
    name: text(claims.name) ?? text(claims.preferred_username),
    email: email && /^[^\s@]+@[^\s@]+$/.test(email) ? email : undefined,
    isEmailVerified: claims.email_verified === true,
    role: findRole(claims, roles),
  };
}

function classifyError(cause: unknown): OidcProblem {
  if (cause instanceof client.AuthorizationResponseError) return cause.error === 'access_denied' ? 'denied' : 'failed';
  if (cause instanceof client.ClientError && cause.code === 'OAUTH_TIMEOUT') return 'away';
  // What fetch throws when it cannot connect.
  return cause instanceof TypeError && cause.message === 'fetch failed' ? 'away' : 'failed';
}
