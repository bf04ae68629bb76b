import { BlockList } from 'node:net';
import { type IpAddress, parseAddress, parseNode } from './ip-address.ts';
import { StartupError } from './startup-error.ts';

/** The proxies whose forwarded headers are believed. */
export interface TrustedProxies {
  has(address: IpAddress): boolean;
}

export const noProxies: TrustedProxies = { has: () => false };

const namedNetworks: Readonly<Record<string, readonly string[]>> = { loopback: ['127.0.0.0/8', '::1/128'] };

/**
 * Reads addresses (a port is ignored, since proxies connect from any), networks such as `10.0.0.0/8`, and `loopback`.
 * Throws StartupError for anything else, and for a network that holds every address.
 */
export function readTrustedProxies(entries: readonly string[]): TrustedProxies {
  const list = new BlockList();
  for (const entry of entries) {
    for (const one of namedNetworks[entry.toLowerCase()] ?? [entry]) if (!add(list, one)) throw invalidEntry(entry);
  }
  return entries.length === 0 ? noProxies : { has: ({ family, text }) => list.check(text, family) };
}

const invalidEntry = (entry: string) =>
  new StartupError(
    `PORCHLIGHT_TRUSTED_PROXIES names "${entry}", but has to be IP addresses, networks such as 10.0.0.0/8, or ` +
      'loopback, with commas between.',
  );

function add(list: BlockList, entry: string): boolean {
  const [, network, length] = /^(.+)\/(\d{1,3})$/.exec(entry) ?? [];
  if (network === undefined) {
    const address = parseNode(entry);
    if (address) list.addAddress(address.text, address.family);
    return address !== undefined;
  }
  const address = parseAddress(network);
  const isMapped = address?.family === 'ipv4' && network.includes(':');
  const bits = Number(length) - (isMapped ? 96 : 0);
  if (!address || bits < 1 || bits > (address.family === 'ipv4' ? 32 : 128)) return false;
  list.addSubnet(address.text, bits, address.family);
  return true;
}
