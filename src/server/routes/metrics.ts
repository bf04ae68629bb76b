import { Hono } from 'hono';
import { ApiError } from '../api-error.ts';
import type { Metrics } from '../metrics.ts';
import { isFromThisMachine } from './addresses.ts';

export type MetricsAccess = {
  metrics: Pick<Metrics, 'read'>;
  /** `local`: for callers on this machine that no proxy speaks for. */
  openTo: 'local' | 'anybody';
};

export function metricsRoutes({ metrics, openTo }: MetricsAccess): Hono {
  const routes = new Hono();
  routes.get('/metrics', async (c) => {
    if (openTo === 'local' && !isFromThisMachine(c)) {
      throw new ApiError('not.found', 'There is nothing at this address.');
    }
    const { text, contentType } = await metrics.read();
    return c.body(text, 200, { 'Content-Type': contentType, 'Cache-Control': 'no-store' });
  });
  return routes;
}
