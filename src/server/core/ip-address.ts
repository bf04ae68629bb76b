import { isIPv4, isIPv6 } from 'node:net';

/** `text` is the canonical form: two equal addresses have equal texts. */
export type IpAddress = { family: 'ipv4' | 'ipv6'; text: string };

/**
 * Parses an address without a port, in any notation; IPv4 inside IPv6 (`::ffff:192.0.2.1`, and NAT64's
 * `64:ff9b::192.0.2.1`) becomes IPv4. Undefined for anything else.
 */
export function parseAddress(text: string): IpAddress | undefined {
  if (isIPv4(text)) return { family: 'ipv4', text };
  const bare = text.replace(/%.*$/s, '');
  if (!isIPv6(bare)) return undefined;
  const groups = groupsOf(bare);
  const start = groups.slice(0, 6).join(':');
  if (start === '0:0:0:0:0:ffff' || start === '64:ff9b:0:0:0:0') return { family: 'ipv4', text: lastAsIpv4(groups) };
  return { family: 'ipv6', text: groups.join(':') };
}

/** Parses an address as proxies write it: plain, in brackets, or with a port, such as `[2001:db8::1]:4711`. */
export function parseNode(text: string): IpAddress | undefined {
  const node = text.trim();
  const [, bracketed] = /^\[([^[\]]*)\](?::\d{1,5})?$/.exec(node) ?? [];
  if (bracketed !== undefined) return isIPv6(bracketed) ? parseAddress(bracketed) : undefined;
  const [, ipv4] = /^([\d.]+):\d{1,5}$/.exec(node) ?? [];
  return parseAddress(ipv4 ?? node);
}

/** The smallest network that one subscriber gets, by which limits count: an IPv4 address, or a /64 of IPv6. */
export function networkOf({ family, text }: IpAddress): string {
  return family === 'ipv4' ? text : `${text.split(':').slice(0, 4).join(':')}::/64`;
}

/** Eight groups in hexadecimal without leading zeros. */
function groupsOf(ipv6: string): string[] {
  const [, host = ''] = /^\[(.*)\]$/.exec(new URL(`http://[${ipv6}]`).hostname) ?? [];
  const [before = '', after] = host.split('::');
  const [head, tail] = [before, after ?? ''].map((part) => (part === '' ? [] : part.split(':')));
  if (head === undefined || tail === undefined) return [];
  const missing = after === undefined ? 0 : 8 - head.length - tail.length;
  return [...head, ...Array<string>(missing).fill('0'), ...tail];
}

function lastAsIpv4(groups: readonly string[]): string {
  const bytes = groups.slice(6).map((group) => Number.parseInt(group, 16));
  return bytes.flatMap((value) => [value >> 8, value & 255]).join('.');
}
