import type { RoleRule } from '../domain/role-of.ts';
import { StartupError } from './startup-error.ts';

/** The single sign-on provider, as the operator configures it. */
export type OidcConfig = {
  issuer: URL;
  clientId: string;
  /** Without it we are a public client, which PKCE alone protects. */
  clientSecret: string | undefined;
  scope: string;
  /** The label on the sign-in button. */
  name: string;
  /** An organization's id or name; undefined for the only one of the store. */
  organization: string | undefined;
  roles: RoleRule;
};

type ReadVariable = (name: string) => string | undefined;

/** Undefined where no provider is set. Throws StartupError for a wrong or missing value. */
export function readOidc(given: ReadVariable): OidcConfig | undefined {
  const own = (name: string) => given(`PORCHLIGHT_OIDC_${name}`);
  const address = own('ISSUER');
  if (address === undefined) {
    const stray = names.find((name) => own(name) !== undefined);
    if (stray === undefined) return undefined;
    throw new StartupError(`PORCHLIGHT_OIDC_${stray} is set, but PORCHLIGHT_OIDC_ISSUER is not.`);
  }
  const issuer = readIssuer(address, own('HTTP'));
  const clientId = own('CLIENT_ID');
  if (clientId === undefined) throw new StartupError('PORCHLIGHT_OIDC_CLIENT_ID has to name us at the provider.');
  const [administrators, agents] = [listOf(own('ADMINISTRATORS')), listOf(own('AGENTS'))];
  if (administrators.length + agents.length === 0) throw new StartupError(noRoles);
  return {
    issuer,
    clientId,
    clientSecret: own('CLIENT_SECRET'),
    scope: own('SCOPE') ?? 'openid profile email',
    name: own('NAME') ?? issuer.host,
    organization: own('ORGANIZATION'),
    roles: { claim: own('ROLES_CLAIM') ?? 'roles', administrators, agents },
  };
}

const names = 'CLIENT_ID CLIENT_SECRET SCOPE NAME ORGANIZATION ROLES_CLAIM ADMINISTRATORS AGENTS HTTP'.split(' ');
const noRoles =
  'PORCHLIGHT_OIDC_ADMINISTRATORS or PORCHLIGHT_OIDC_AGENTS has to say which roles of the provider may come in.';

function readIssuer(address: string, http: string | undefined): URL {
  const url = URL.parse(address);
  const isPlain = url !== null && !url.search && !url.hash && !url.username && !url.password;
  if (isPlain && url.protocol === 'https:') return url;
  const isLoopback = url !== null && /^(localhost|127\.[\d.]+|\[::1\])$/.test(url.hostname);
  if (isPlain && url.protocol === 'http:' && isLoopback && http === 'loopback') return url;
  throw new StartupError(
    `PORCHLIGHT_OIDC_ISSUER is "${address}", but has to be an https address, such as https://login.example.com.`,
  );
}

const listOf = (value: string | undefined) => (value ?? '').split(/[\s,]+/).filter((one) => one !== '');
