import type { MiddlewareHandler } from 'hono';
import { createMiddleware } from 'hono/factory';
import { parseAddress } from '../core/ip-address.ts';
import { readTrustedProxies } from '../core/trusted-proxies.ts';
import type { Services } from '../services/services.ts';
import { findClient } from './client-address.ts';
import { originsOf } from './routes/addresses.ts';

/** So many different peers are named; whoever forges headers from many addresses must not fill the log. */
const mostPeers = 20;

const privateNetworks = readTrustedProxies([
  'loopback',
  ...['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '169.254.0.0/16', 'fc00::/7', 'fe80::/10'],
]);
const ignored =
  'Forwarded headers of this peer are ignored, and everybody behind it shares one limit: if it is your proxy, name it in ' +
  'PORCHLIGHT_TRUSTED_PROXIES';

/**
 * Says once for each peer that its forwarded headers are ignored: with a proxy that was not named, all its visitors
 * share one limit. Only peers of private networks are named; others may be visitors, who stand in no log.
 */
export function watchForwarding({ settings, log }: Pick<Services, 'settings' | 'log'>): MiddlewareHandler {
  const warned = new Set<string>();
  return createMiddleware(async (c, next) => {
    const origins = originsOf(c);
    const { isUntrustedForward } = findClient(origins, settings.trustedProxies);
    if (isUntrustedForward && warned.size < mostPeers) {
      const address = origins.peer === undefined ? undefined : parseAddress(origins.peer);
      const peer = address && privateNetworks.has(address) ? address.text : 'a public address';
      if (!warned.has(peer)) {
        warned.add(peer);
        log.warn({ peer }, ignored);
      }
    }
    await next();
  });
}
