import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { type OidcConfig, readOidc } from './oidc-config.ts';
import { defaultSettings, type Settings } from './settings.ts';
import { StartupError } from './startup-error.ts';
import { noProxies, readTrustedProxies, type TrustedProxies } from './trusted-proxies.ts';

export type ServerConfig = {
  port: number;
  host: string;
  dataFolder: string;
  /** `postgres://…`: the store is that database instead of a file in the data folder. */
  databaseUrl: string | undefined;
  demo: 'auto' | 'off';
  isLoopback: boolean;
  /** Whether the settings make the service reachable from other machines. */
  isPublic: boolean;
  publicUrl: string | undefined;
  trustedProxies: TrustedProxies;
  limits: Settings['limits'];
  /** Who may read `/metrics`. */
  metrics: 'token' | 'anybody';
  /** The single sign-on provider; undefined where people sign in by password only. */
  oidc: OidcConfig | undefined;
};

/** Reads the operator's settings. Throws StartupError, with a sentence that names the variable, for a wrong value. */
export function readConfig(env: Record<string, string | undefined>): ServerConfig {
  const given = (name: string) => env[name]?.trim() || undefined;
  const host = readHost(given('HOST') ?? '127.0.0.1');
  const publicUrl = readPublicUrl(given('PORCHLIGHT_PUBLIC_URL'));
  const isLoopback = host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
  const oidc = readOidc(given);
  // A provider redirects to one registered address, and a request's Host header must not choose it.
  if (oidc && !publicUrl && !isLoopback) throw new StartupError('PORCHLIGHT_OIDC_ISSUER needs PORCHLIGHT_PUBLIC_URL.');
  const databaseUrl = readDatabaseUrl(given('DATABASE_URL'));
  const trustedProxies = readProxies(given('PORCHLIGHT_TRUSTED_PROXIES'));
  const isPublic = !isLoopback || publicUrl !== undefined || trustedProxies !== noProxies;
  const demo = readDemo(given('PORCHLIGHT_DEMO') ?? 'auto');
  return {
    port: readPort(given('PORT') ?? '8080'),
    host,
    dataFolder: resolve(given('PORCHLIGHT_DATA') ?? './data'),
    databaseUrl,
    // The demo's passwords are printed, so its accounts belong in no shared database and no public service.
    demo: databaseUrl === undefined && !isPublic ? demo : 'off',
    isLoopback,
    isPublic,
    publicUrl,
    trustedProxies,
    limits: readLimits(given('PORCHLIGHT_LIMITS')),
    metrics: readMetrics(given('PORCHLIGHT_METRICS') ?? 'token'),
    oidc,
  };
}

function readPort(value: string): number {
  const port = /^\d{1,5}$/.test(value) ? Number(value) : Number.NaN;
  if (port <= 65_535) return port;
  throw new StartupError(`PORT is "${value}", but has to be a number from 0 to 65535.`);
}

function readHost(value: string): string {
  const host = value.replace(/^\[(.*)\]$/, '$1');
  if (isIP(host) !== 0 || /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(host)) return host;
  throw new StartupError(`HOST is "${value}", but has to be a host name or an address, such as 127.0.0.1.`);
}

function readDemo(value: string): ServerConfig['demo'] {
  switch (value.toLowerCase()) {
    case 'auto':
    case 'on':
      return 'auto';
    case 'off':
      return 'off';
    default:
      throw new StartupError(`PORCHLIGHT_DEMO is "${value}", but has to be off, or not set.`);
  }
}

function readMetrics(value: string): ServerConfig['metrics'] {
  if (value === 'token' || value === 'anybody') return value;
  throw new StartupError(`PORCHLIGHT_METRICS is "${value}", but has to be token or anybody.`);
}

/** The error does not repeat the value, which holds a password. */
function readDatabaseUrl(value: string | undefined): string | undefined {
  const url = value === undefined ? undefined : URL.parse(value);
  if (url === undefined) return undefined;
  if (url !== null && /^postgres(ql)?:$/.test(url.protocol) && url.pathname.length > 1) return value;
  throw new StartupError('DATABASE_URL has to be like postgres://user:password@host:5432/database.');
}

function readPublicUrl(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  const url = URL.parse(value);
  const isOrigin = url !== null && /^https?:$/.test(url.protocol) && url.pathname === '/' && !url.search && !url.hash;
  if (isOrigin && !url.username && !url.password) return url.origin;
  throw new StartupError(
    `PORCHLIGHT_PUBLIC_URL is "${value}", but has to be an origin, such as https://chat.example.com.`,
  );
}

function readProxies(value: string | undefined): TrustedProxies {
  return readTrustedProxies((value ?? '').split(/[\s,]+/).filter((entry) => entry !== ''));
}

/** Reads `create=10+10/min message=20+2/s`: a burst, then a rate per second or minute. */
function readLimits(value: string | undefined): Settings['limits'] {
  const limits = { ...defaultSettings.limits };
  for (const entry of (value ?? '').split(/[\s,]+/).filter((text) => text !== '')) {
    const [, name = '', burst, count, unit] = /^([a-z-]+)=(\d{1,6})\+(\d{1,6})\/(s|min)$/.exec(entry) ?? [];
    const key = limitNames.get(name);
    const perSecond = Number(count) / (unit === 'min' ? 60 : 1);
    if (key === undefined || !(Number(burst) > 0 && perSecond > 0)) throw new StartupError(wrongLimit(entry));
    limits[key] = { burst: Number(burst), perSecond };
  }
  return limits;
}

const limitNames: ReadonlyMap<string, keyof Settings['limits']> = new Map([
  ['create', 'create'],
  ['message', 'guestMessage'],
  ['typing', 'guestTyping'],
  ['list', 'guestList'],
  ['upgrade', 'guestUpgrade'],
  ['agent-message', 'agentMessage'],
]);

const wrongLimit = (entry: string) =>
  `PORCHLIGHT_LIMITS says "${entry}", but has to be like create=10+10/min, with one of ${[...limitNames.keys()].join(', ')}.`;
