import { domainToASCII } from 'node:url';
import { type Rejection, reject } from './rejection.ts';

/**
 * Whether a page of this origin may chat through a deployment. Entries are host names, optionally with a port, and with
 * `*.` for all names below a domain; an empty list allows any. A request without an Origin is allowed, since programs
 * other than browsers can send any.
 */
export function checkOrigin(allowedDomains: readonly string[], origin: string | undefined): Rejection | undefined {
  if (origin === undefined || allowedDomains.length === 0) return undefined;
  const host = hostOf(origin);
  const isAllowed = host !== undefined && allowedDomains.some((domain) => matches(domain, host));
  return isAllowed ? undefined : reject('origin.not.allowed', `Pages of ${origin.slice(0, 256)} may not chat here`);
}

type Host = { name: string; port: string };

function hostOf(origin: string): Host | undefined {
  const url = URL.parse(origin);
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:')) return undefined;
  return { name: url.hostname, port: url.port || (url.protocol === 'https:' ? '443' : '80') };
}

/** As browsers send it: `bücher.example` is `xn--bcher-kva.example`. */
const inAscii = (name: string) => domainToASCII(name) || name;

function matches(domain: string, host: Host): boolean {
  // Administrators also paste whole addresses.
  const entry = domain
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/\/.*$/, '');
  const [, name = entry, port] = /^(.*?)(?::(\d+))?$/.exec(entry) ?? [];
  if (port !== undefined && port !== host.port) return false;
  return name.startsWith('*.') ? host.name.endsWith(`.${inAscii(name.slice(2))}`) : host.name === inAscii(name);
}
