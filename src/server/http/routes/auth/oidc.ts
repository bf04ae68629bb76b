import { type Context, Hono } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import * as v from 'valibot';
import type { DemoAccount, SignInProviderEntityListing } from '../../../../protocol/schema/agent.ts';
import { OidcError, type OidcProvider, type SignInFlow } from '../../../auth/oidc/oidc-provider.ts';
import { ApiError } from '../../../core/api-error.ts';
import { publishOutcome, type Services } from '../../../services/services.ts';
import type { DemoDetails } from '../../../storage/operations/demo.ts';
import type { ConsoleSessions } from '../../console-sessions.ts';
import { clientNetwork, publicBase } from '../addresses.ts';
import type { Demo } from '../assets/demo.ts';

export const oidcPath = '/console/oidc';
const returnPath = `${oidcPath}/return`;
/** Per network. */
const attempts = { burst: 60, perSecond: 1 };
const flowSeconds = 10 * 60;
/** A route within the console to return to; the pattern allows no other page. */
const consolePlace = /^[\w/%.?=&+*~-]{0,500}$/;
const FlowCookie = v.object({ state: v.string(), nonce: v.string(), verifier: v.string(), place: v.string() });

/** The reason that the sign-in page shows after a failed sign-in. */
type Problem = 'away' | 'denied' | 'failed' | 'late' | 'limited' | 'no-role' | 'taken' | 'removed';

/** Single sign-on: one address redirects to the provider, the other one takes its answer. */
export function oidcRoutes(
  services: Services,
  sessions: ConsoleSessions,
  provider: OidcProvider | undefined,
  demo: Pick<Demo, 'details' | 'gate'> | undefined,
): Hono {
  const routes = new Hono();
  routes.get('/api/v2/console/providers', (c) => {
    const entities = provider ? [{ name: provider.name, address: oidcPath }] : [];
    const demoAccounts = demo?.gate.hasToken(c) ? accountsOf(demo.details) : undefined;
    return c.json({ entities, ...(demoAccounts && { demoAccounts }) } satisfies SignInProviderEntityListing);
  });
  if (!provider) return routes;
  const { limiter, settings } = services;
  const flows = createFlowCookies(services);

  routes.get(oidcPath, (c) =>
    redirectOrExplain(c, services, async () => {
      limiter.takeToken(`provider ${clientNetwork(c, settings)}`, attempts);
      const asked = c.req.query('place') ?? '';
      const { address, flow } = await provider.begin(`${publicBase(c, settings)}${returnPath}`);
      flows.write(c, { ...flow, place: consolePlace.test(asked) ? asked : '' });
      return address.href;
    }),
  );

  routes.get(returnPath, (c) =>
    redirectOrExplain(c, services, async () => {
      limiter.takeToken(`provider ${clientNetwork(c, settings)}`, attempts);
      const flow = flows.consume(c);
      if (!flow || c.req.query('state') !== flow.state) return problemPage('late');
      const address = new URL(`${publicBase(c, settings)}${returnPath}`);
      address.search = new URL(c.req.url).search;
      const identity = await provider.finish(address, flow);
      const { organization } = provider;
      const now = services.clock.now();
      const signIn = await publishOutcome(
        services,
        services.storage.run('signInByProvider', { now, organization, vouched: identity }),
      );
      if (signIn.as === 'nobody') {
        if (signIn.because !== 'no-organization') return problemPage(signIn.because);
        services.log.error({ code: 'oidc.no-organization' });
        return problemPage('failed');
      }
      await sessions.openFor(c, signIn);
      return `/console/#/${flow.place}`;
    }),
  );
  return routes;
}

function accountsOf({ agent, administrator }: DemoDetails): DemoAccount[] {
  return [
    { role: 'agent', ...agent },
    ...(administrator ? [{ role: 'administrator' as const, ...administrator }] : []),
  ];
}

const problemPage = (problem: Problem) => `/console/#problem/${problem}`;

/** A person's browser opens these addresses, so errors redirect to the sign-in page, which explains them. */
async function redirectOrExplain(c: Context, { log }: Services, to: () => Promise<string>): Promise<Response> {
  c.header('Cache-Control', 'no-store');
  c.header('Referrer-Policy', 'no-referrer');
  try {
    return c.redirect(await to(), 303);
  } catch (thrown) {
    if (thrown instanceof ApiError && thrown.status === 429) return c.redirect(problemPage('limited'), 303);
    if (!(thrown instanceof OidcError)) throw thrown;
    log.warn({ code: `oidc.${thrown.kind}`, cause: codeOf(thrown.cause) });
    return c.redirect(problemPage(thrown.kind), 303);
  }
}

/** A code of the protocol or the library. Messages are not logged, since they may hold people's data. */
function codeOf(cause: unknown): string | undefined {
  if (typeof cause !== 'object' || cause === null) return undefined;
  const [error, code] = ['error' in cause && cause.error, 'code' in cause && cause.code];
  const word = [error, code].find((one) => typeof one === 'string' && /^\w{1,64}$/.test(one));
  return typeof word === 'string' ? word : undefined;
}

/**
 * The state of a sign-in is in a cookie, so that a code which an attacker brings into another browser is rejected there.
 * The cookie must be sent on the redirect from the provider, so it is Lax, unlike the session's.
 */
function createFlowCookies({ settings }: Pick<Services, 'settings'>) {
  const isSecure = (c: Context) => publicBase(c, settings).startsWith('https:');
  const nameOf = (c: Context) => (isSecure(c) ? '__Host-porchlight-journey' : 'porchlight-journey');
  const cookieOptions = (c: Context) => ({ path: '/', httpOnly: true, sameSite: 'Lax', secure: isSecure(c) }) as const;
  return {
    write(c: Context, flow: SignInFlow & { place: string }): void {
      const value = Buffer.from(JSON.stringify(flow)).toString('base64url');
      setCookie(c, nameOf(c), value, { ...cookieOptions(c), maxAge: flowSeconds });
    },
    /** Reads and deletes the cookie. */
    consume(c: Context): (SignInFlow & { place: string }) | undefined {
      const value = getCookie(c, nameOf(c));
      deleteCookie(c, nameOf(c), cookieOptions(c));
      return value === undefined ? undefined : decodeFlow(value);
    },
  };
}

function decodeFlow(value: string): (SignInFlow & { place: string }) | undefined {
  try {
    const result = v.safeParse(FlowCookie, JSON.parse(Buffer.from(value, 'base64url').toString()));
    return result.success && consolePlace.test(result.output.place) ? result.output : undefined;
  } catch {
    // The cookie is not one of ours.
    return undefined;
  }
}
