import type { MiddlewareHandler } from 'hono';
import { createMiddleware } from 'hono/factory';
import { parseAddress } from '../core/ip-address.ts';
import { readTrustedProxies } from '../core/trusted-proxies.ts';
import type { Services } from '../services/services.ts';
import { findClient } from './client-address.ts';
import { requestSourceOf } from './routes/addresses.ts';

/** Number of different peers that are logged, so that forged headers from many addresses do not fill the log. */
const maxPeers = 20;

const privateNetworks = readTrustedProxies([
  'loopback',
  ...['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '169.254.0.0/16', 'fc00::/7', 'fe80::/10'],
]);
const ignoredWarning =
  'Forwarded headers of this peer are ignored, and everybody behind it shares one limit: if it is your proxy, name it in ' +
  'PORCHLIGHT_TRUSTED_PROXIES';

/**
 * Logs once per peer that its forwarded headers are ignored: behind a proxy that is not configured all visitors share one
 * limit. Only peers of private networks are named, since others may be visitors, whose addresses are not logged.
 */
export function warnAboutForwarding({ settings, log }: Pick<Services, 'settings' | 'log'>): MiddlewareHandler {
  const warned = new Set<string>();
  return createMiddleware(async (c, next) => {
    const source = requestSourceOf(c);
    const { isUntrustedForward } = findClient(source, settings.trustedProxies);
    if (isUntrustedForward && warned.size < maxPeers) {
      const address = source.peer === undefined ? undefined : parseAddress(source.peer);
      const peer = address && privateNetworks.has(address) ? address.text : 'a public address';
      if (!warned.has(peer)) {
        warned.add(peer);
        log.warn({ peer }, ignoredWarning);
      }
    }
    await next();
  });
}
