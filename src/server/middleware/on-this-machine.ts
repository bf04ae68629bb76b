import { createMiddleware } from 'hono/factory';
import { ApiError } from '../api-error.ts';
import type { Services } from '../services.ts';

const ownNames = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i;
const forwarded = /^(forwarded|x-forwarded-.*)$/i;

/** A reverse proxy on the same machine must not publish the demo's secrets. */
export const onThisMachine = ({ log }: Pick<Services, 'log'>) =>
  createMiddleware(async (c, next) => {
    const isNear = ownNames.test(c.req.header('Host') ?? '');
    const isForwarded = Object.keys(c.req.header()).some((name) => forwarded.test(name));
    if (isNear && !isForwarded) return next();
    log.warn({ route: c.req.routePath }, 'The demo was asked for from elsewhere, and stays hidden');
    throw new ApiError('not.found', 'There is nothing at this address.');
  });
