import type { MiddlewareHandler } from 'hono';
import { createMiddleware } from 'hono/factory';

const preflight = {
  'Access-Control-Max-Age': '7200',
  'Access-Control-Allow-Methods': 'GET,POST,PATCH,DELETE',
  'Access-Control-Allow-Headers': 'Authorization,Content-Type,Idempotency-Key,Webchat-Poll',
};

/**
 * Lets pages of any origin read the answers of guest routes, errors included. No cookies are involved, and the deployment
 * decides after the preflight whether an origin may chat. Not Hono's own, which changes headers of the finished answer
 * and thereby turns every answer into a stream.
 */
export function guestCors(): MiddlewareHandler {
  return createMiddleware(async (c, next) => {
    c.header('Access-Control-Allow-Origin', c.req.header('Origin') || '*');
    c.header('Access-Control-Expose-Headers', 'Webchat-Capabilities,Retry-After,ININ-Correlation-Id');
    c.header('Vary', 'Origin');
    if (c.req.method !== 'OPTIONS') return next();
    for (const [name, value] of Object.entries(preflight)) c.header(name, value);
    return c.body(null, 204);
  });
}
