import { BlockList, isIP } from 'node:net';
import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';

export type Proxies = {
  /** Where browsers reach the service; without it, wherever the request came to. */
  publicUrl: string | undefined;
  /** Addresses, or ranges such as `10.0.0.0/8`, whose `X-Forwarded-*` headers count. */
  trustedProxies: readonly string[];
};

/** Only what is read of a request, so that an upgrade's plain one will do too. */
export type RequestFacts = { remoteAddress: string | undefined; header(name: string): string | undefined };

export function factsOf(c: Context): RequestFacts {
  // Absent where no server stands between, as in tests.
  const { incoming } = (c.env ?? {}) as Partial<HttpBindings>;
  return { remoteAddress: incoming?.socket.remoteAddress, header: (name) => c.req.header(name) };
}

/** Who asks: the last address in the chain that is no proxy of ours. */
export function clientAddress({ remoteAddress, header }: RequestFacts, { trustedProxies }: Proxies): string {
  const remote = plain(remoteAddress ?? 'local');
  if (!isTrusted(remote, trustedProxies)) return remote;
  const chain = (header('X-Forwarded-For') ?? '').split(',').map((part) => plain(part.trim()));
  return chain.findLast((address) => isIP(address) !== 0 && !isTrusted(address, trustedProxies)) ?? remote;
}

/** The origin browsers know us by, such as `https://chat.example.com`. */
export function ownOrigin({ remoteAddress, header }: RequestFacts, { publicUrl, trustedProxies }: Proxies): string {
  if (publicUrl !== undefined) return new URL(publicUrl).origin;
  const behindProxy = isTrusted(plain(remoteAddress ?? ''), trustedProxies);
  const scheme = (behindProxy && header('X-Forwarded-Proto')?.split(',')[0]?.trim()) || 'http';
  const host = (behindProxy && header('X-Forwarded-Host')?.split(',')[0]?.trim()) || header('Host');
  return URL.parse(`${scheme === 'https' ? 'https' : 'http'}://${host ?? 'localhost'}`)?.origin ?? 'http://localhost';
}

function isTrusted(address: string, trustedProxies: readonly string[]): boolean {
  const family = isIP(address);
  if (trustedProxies.length === 0 || family === 0) return false;
  return proxyList(trustedProxies).check(address, family === 6 ? 'ipv6' : 'ipv4');
}

/** Throws for what is neither an address nor a range. */
export function proxyList(trustedProxies: readonly string[]): BlockList {
  const list = new BlockList();
  for (const entry of trustedProxies) {
    const [address = '', prefix] = entry.split('/');
    const type = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (prefix === undefined) list.addAddress(address, type);
    else list.addSubnet(address, Number(prefix), type);
  }
  return list;
}

/** IPv4 as IPv6 writes it is still IPv4. */
function plain(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '');
}
