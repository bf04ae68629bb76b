import type { Context, MiddlewareHandler } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { createMiddleware } from 'hono/factory';
import { hashSecret, isSameSecret } from '../auth/passwords.ts';
import { ApiError } from '../core/api-error.ts';
import type { Services } from '../services/services.ts';

/** Decides who may see the demo. Each answers others with 404, also what a proxy forwards. */
export interface DemoGate {
  /** For pages that any visitor on this machine may see. */
  readonly localOnly: MiddlewareHandler;
  /** For pages that show or use the demo's secrets. */
  readonly requireToken: MiddlewareHandler;
  /** Removes `?demo=…` from the address by a redirect, and sets the cookie where the token is right. */
  readonly acceptToken: MiddlewareHandler;
  /** Whether `requireToken` would let this request pass. */
  hasToken(c: Context): boolean;
}

const ownNames = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i;
const forwarded = /^(forwarded|x-forwarded-.*)$/i;

export function createDemoGate(token: string, { log }: Pick<Services, 'log'>): DemoGate {
  const tokenHash = hashSecret(token);
  const isDemoToken = (given: string | undefined) => given !== undefined && isSameSecret(given, tokenHash);
  const hasToken = (c: Context) =>
    isLocal(c) && (isDemoToken(c.req.header('Demo-Token')) || isDemoToken(getCookie(c, cookieName(c))));

  function assertLocal(c: Context): void {
    if (isLocal(c)) return;
    log.warn({ route: c.req.routePath }, 'The demo was asked for under another name or through a proxy: not served');
    throw new ApiError('not.found', 'There is nothing at this address.');
  }

  return {
    hasToken,
    localOnly: createMiddleware(async (c, next) => {
      assertLocal(c);
      await next();
    }),
    requireToken: createMiddleware(async (c, next) => {
      assertLocal(c);
      if (!hasToken(c)) throw new ApiError('not.found', tokenHint);
      await next();
    }),
    acceptToken: createMiddleware(async (c, next) => {
      const given = c.req.query('demo');
      if (given === undefined || c.req.method !== 'GET') return next();
      assertLocal(c);
      if (isDemoToken(given)) setCookie(c, cookieName(c), given, { path: '/', httpOnly: true, sameSite: 'Strict' });
      c.header('Cache-Control', 'no-store');
      c.header('Referrer-Policy', 'no-referrer');
      return c.redirect(withoutToken(c), 302);
    }),
  };
}

const tokenHint =
  'This part of the demo needs its token. The service printed the address with the token in the terminal when it ' +
  'started; the token alone is in the file demo-token of the data folder.';

/** Cookies are shared by all ports of a host, so the name holds the port. */
function cookieName(c: Context): string {
  const port = /:(\d+)$/.exec(c.req.header('Host') ?? '')?.[1] ?? '80';
  return `porchlight-demo-${port}`;
}

/** Whether the request names this machine and was not forwarded: a proxy on it may forward from anywhere. */
function isLocal(c: Context): boolean {
  const isForwarded = Object.keys(c.req.header()).some((name) => forwarded.test(name));
  return ownNames.test(c.req.header('Host') ?? '') && !isForwarded;
}

function withoutToken(c: Context): string {
  const { pathname, searchParams } = new URL(c.req.url);
  searchParams.delete('demo');
  return searchParams.size === 0 ? pathname : `${pathname}?${searchParams}`;
}
