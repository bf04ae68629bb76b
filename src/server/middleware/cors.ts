import type { MiddlewareHandler } from 'hono';
import { cors } from 'hono/cors';

/**
 * Lets pages of any origin read what guest routes answer, refusals included. No cookies are involved; whether an
 * origin may chat is the deployment's to decide, after the preflight.
 */
export function guestCors(): MiddlewareHandler {
  return cors({
    origin: (origin) => origin || '*',
    allowMethods: ['GET', 'POST', 'PATCH', 'DELETE'],
    allowHeaders: ['Authorization', 'Content-Type', 'Idempotency-Key', 'Webchat-Poll'],
    exposeHeaders: ['Webchat-Capabilities', 'Retry-After', 'ININ-Correlation-Id'],
    maxAge: 7200,
  });
}
