import { type IpAddress, networkOf, parseNode } from '../core/ip-address.ts';
import type { TrustedProxies } from '../core/trusted-proxies.ts';

const forwardedNames = ['Forwarded', 'X-Forwarded-For', 'X-Forwarded-Proto', 'X-Forwarded-Host'] as const;
type ForwardedName = (typeof forwardedNames)[number];

/** The parts of a request that say where it comes from. */
export type RequestSource = {
  /** The address of the connection; undefined for requests made within the process. */
  peer: string | undefined;
  header(name: ForwardedName): string | undefined;
};

export type Client = {
  /** The network by which limits count. */
  network: string;
  /** What the browser requested according to the outermost trusted proxy; undefined where none states it. */
  protocol: 'http' | 'https' | undefined;
  host: string | undefined;
  /** Whether a peer that is no trusted proxy sent forwarded headers. */
  isUntrustedForward: boolean;
};

/** Undefined for a hop that is hidden or cannot be parsed. */
type Hop = IpAddress | undefined;

/**
 * Finds the client of a request: the nearest address that is no trusted proxy. Addresses beyond it could be forged.
 * Where the trusted proxies name no readable address, or two different ones, it is the nearest proxy. Never throws.
 */
export function findClient({ peer, header }: RequestSource, trusted: TrustedProxies): Client {
  const nearest = peer === undefined ? undefined : parseNode(peer);
  const lists = [forwardedFor(header('X-Forwarded-For')), forwarded(header('Forwarded'))].filter(
    (list) => list !== undefined,
  );
  if (!nearest || !trusted.has(nearest)) {
    const network = nearest ? networkOf(nearest) : (peer ?? 'in-process');
    const isUntrustedForward = forwardedNames.some((name) => header(name) !== undefined);
    return { network, protocol: undefined, host: undefined, isUntrustedForward };
  }
  const [first, ...others] = lists.map((hops) => nearestOutside(hops, nearest, trusted));
  const isAgreed = first !== undefined && others.every(({ address }) => address.text === first.address.text);
  const { address, proxies } = isAgreed ? first : { address: nearest, proxies: 1 };
  const protocol = valueOfOutermost(proxies, header('X-Forwarded-Proto'))?.toLowerCase();
  const host = valueOfOutermost(proxies, header('X-Forwarded-Host'));
  return {
    network: networkOf(address),
    protocol: protocol === 'http' || protocol === 'https' ? protocol : undefined,
    host: host !== undefined && wellFormedHost.test(host) ? host : undefined,
    isUntrustedForward: false,
  };
}

const wellFormedHost = /^(?:[a-z\d](?:[a-z\d._-]{0,251}[a-z\d])?|\[[\da-f:.]{2,45}\])(?::\d{1,5})?$/i;

/** Reads the hops from our side outwards, past trusted proxies, and counts these, the connected one included. */
function nearestOutside(
  hops: readonly Hop[],
  peer: IpAddress,
  trusted: TrustedProxies,
): { address: IpAddress; proxies: number } {
  let address = peer;
  let proxies = 0;
  for (const hop of hops.toReversed()) {
    proxies++;
    if (!hop) break;
    address = hop;
    if (!trusted.has(hop)) break;
  }
  return { address, proxies: Math.max(proxies, 1) };
}

/** The value that the outermost of our proxies wrote: each proxy replaces the value or appends its own. */
function valueOfOutermost(proxies: number, header: string | undefined): string | undefined {
  const values = header?.split(',').map((value) => value.trim()) ?? [];
  return values[Math.max(values.length - proxies, 0)];
}

function forwardedFor(header: string | undefined): Hop[] | undefined {
  return header?.split(',').map((hop) => parseNode(unquoted(hop.trim())));
}

/** RFC 7239. An element that cannot be parsed gives a hidden hop; so does an unterminated quote, with all it contains. */
function forwarded(header: string | undefined): Hop[] | undefined {
  if (header === undefined) return undefined;
  return splitOutsideQuotes(header, ',').map((element) => {
    const nodes = splitOutsideQuotes(element, ';').flatMap((pair) => {
      const [, value] = /^\s*for\s*=\s*(.*?)\s*$/is.exec(pair) ?? [];
      return value === undefined ? [] : [value];
    });
    return nodes.length === 1 ? parseNode(unquoted(nodes[0] ?? '')) : undefined;
  });
}

function splitOutsideQuotes(text: string, separator: ',' | ';'): string[] {
  const parts: string[] = [];
  let start = 0;
  let isQuoted = false;
  for (let at = 0; at < text.length; at++) {
    if (isQuoted && text[at] === '\\') at++;
    else if (text[at] === '"') isQuoted = !isQuoted;
    else if (!isQuoted && text[at] === separator) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return [...parts, text.slice(start)];
}

function unquoted(text: string): string {
  const [, quoted] = /^"(.*)"$/s.exec(text) ?? [];
  return quoted === undefined ? text : quoted.replace(/\\(.)/gs, '$1');
}
