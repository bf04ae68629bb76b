import { isIP } from 'node:net';
import type { Context } from 'hono';
import type { Settings } from '../settings.ts';

type Proxies = Pick<Settings, 'publicUrl' | 'trustedProxies'>;

/**
 * The origin browsers know us by, such as `https://chat.example.com`: as configured, else as this request came,
 * believing forwarded headers of trusted proxies only.
 */
export function publicBase(c: Context, settings: Proxies): string {
  if (settings.publicUrl) return settings.publicUrl.replace(/\/+$/, '');
  const url = new URL(c.req.url);
  const isForwarded = settings.trustedProxies.includes(remoteAddress(c));
  const protocol = (isForwarded && firstOf(c.req.header('X-Forwarded-Proto'))) || url.protocol.replace(':', '');
  const host = (isForwarded && firstOf(c.req.header('X-Forwarded-Host'))) || url.host;
  return `${protocol === 'https' ? 'https' : 'http'}://${host}`;
}

export function socketBase(c: Context, settings: Proxies): string {
  return publicBase(c, settings).replace(/^http/, 'ws');
}

/** Who asks: the nearest address that is no proxy of ours. What stands further away could be anybody's invention. */
export function clientAddress(c: Context, { trustedProxies }: Proxies): string {
  const remote = remoteAddress(c);
  if (!trustedProxies.includes(remote)) return remote;
  const hops = (c.req.header('X-Forwarded-For') ?? '').split(',').map((hop) => plain(hop.trim()));
  return hops.findLast((hop) => isIP(hop) !== 0 && !trustedProxies.includes(hop)) ?? remote;
}

/** Requests made within the process have no socket. */
function remoteAddress(c: Context): string {
  const incoming: unknown = c.env?.incoming;
  const socket = isRecord(incoming) ? incoming.socket : undefined;
  const address = isRecord(socket) ? socket.remoteAddress : undefined;
  return typeof address === 'string' ? plain(address) : 'in-process';
}

/** IPv4 as IPv6 writes it is still IPv4. */
const plain = (address: string) => address.replace(/^::ffff:(?=\d+\.)/i, '');
const firstOf = (header: string | undefined) => header?.split(',')[0]?.trim();
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
