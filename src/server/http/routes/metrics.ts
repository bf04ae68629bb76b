import { Hono } from 'hono';
import { hashSecret, isSameSecret } from '../../auth/passwords.ts';
import { ApiError } from '../../core/api-error.ts';
import type { Metrics } from '../metrics.ts';

export type MetricsAccess = {
  metrics: Pick<Metrics, 'read'>;
  /** Required as `Authorization: Bearer …`; undefined where no token is required. */
  token: string | undefined;
};

/** Requires a token also from this machine, since a reverse proxy on it may forward requests from anywhere. */
export function metricsRoutes({ metrics, token }: MetricsAccess): Hono {
  const routes = new Hono();
  const tokenHash = token === undefined ? undefined : hashSecret(token);
  routes.get('/metrics', async (c) => {
    const given = /^bearer +(\S+)$/i.exec(c.req.header('Authorization') ?? '')?.[1] ?? '';
    if (tokenHash !== undefined && !isSameSecret(given, tokenHash)) {
      throw new ApiError('authentication.required', tokenHint, { headers: { 'WWW-Authenticate': 'Bearer' } });
    }
    const { text, contentType } = await metrics.read();
    return c.body(text, 200, { 'Content-Type': contentType, 'Cache-Control': 'no-store' });
  });
  return routes;
}

const tokenHint = 'Send Authorization: Bearer with the token from the file metrics-token of the data folder.';
