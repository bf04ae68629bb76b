import type { Context } from 'hono';
import type { Settings } from '../../core/settings.ts';
import { findClient, type RequestSource } from '../client-address.ts';

type Proxies = Pick<Settings, 'publicUrl' | 'trustedProxies'>;

/**
 * The service's origin as browsers use it, such as `https://chat.example.com`: as configured, else that of this request,
 * where only trusted proxies' forwarded headers count.
 */
export function publicBase(c: Context, settings: Proxies): string {
  if (settings.publicUrl) return settings.publicUrl.replace(/\/+$/, '');
  const url = new URL(c.req.url);
  const { protocol = url.protocol === 'https:' ? 'https' : 'http', host = url.host } = clientOf(c, settings);
  return `${protocol}://${host}`;
}

export function socketBase(c: Context, settings: Proxies): string {
  return publicBase(c, settings).replace(/^http/, 'ws');
}

/** The network by which limits count: the client's IPv4 address, or its /64 of IPv6. */
export function clientNetwork(c: Context, settings: Proxies): string {
  return clientOf(c, settings).network;
}

export const requestSourceOf = (c: Context): RequestSource => ({
  peer: remoteAddress(c),
  header: (name) => c.req.header(name),
});

const clientOf = (c: Context, { trustedProxies }: Proxies) => findClient(requestSourceOf(c), trustedProxies);

/** Undefined for requests made within the process, which have no socket. */
function remoteAddress(c: Context): string | undefined {
  const incoming: unknown = c.env?.incoming;
  const socket = isRecord(incoming) ? incoming.socket : undefined;
  const address = isRecord(socket) ? socket.remoteAddress : undefined;
  return typeof address === 'string' ? address : undefined;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
