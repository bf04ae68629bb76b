import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { ConsoleSession, ConsoleSignIn } from '../../protocol/schema/agent.ts';
import { hashSecret, randomSecret } from '../auth/passwords.ts';
import { ApiError, tooManyRequests } from '../core/api-error.ts';
import { permissionsOf } from '../domain/permissions.ts';
import { publishOutcome, type Services } from '../services/services.ts';
import type { SignedIn } from '../storage/operations/auth.ts';
import type { ConsoleSessions as SessionAuthenticator, UserPrincipal } from './middleware/authenticate.ts';
import { clientNetwork, publicBase } from './routes/addresses.ts';

const lifetimeMs = 12 * 60 * 60 * 1000;
const limit = { most: 5, withinMs: 15 * 60 * 1000, lockMs: 5 * 60 * 1000 };
/** Per name, from all networks together. */
const accountLimit = { ...limit, most: 25 };
/** Per network, for all names together. */
const attempts = { burst: 10, perSecond: 10 / 60 };

export interface ConsoleSessions extends SessionAuthenticator {
  /** Throws 401 for a wrong name or password, 429 after too many of them. */
  signIn(c: Context, given: ConsoleSignIn): Promise<ConsoleSession>;
  /** Opens a session for a person whom a single sign-on provider has identified. */
  openFor(c: Context, who: SignInIdentity): Promise<void>;
  signOut(c: Context): Promise<void>;
  /** Throws 401 without a session. */
  current(c: Context): Promise<ConsoleSession>;
}

type SignInServices = Pick<Services, 'storage' | 'hub' | 'clock' | 'limiter' | 'settings' | 'passwords'>;

/** `signInNumber` is the person's when the sign-in began; a session is opened only if it is still the same. */
export type SignInIdentity = { userId: string; signInNumber: number };

/** People's sessions by cookie. Requests that change something must come from our own pages: see `assertOwnPage`. */
export function createConsoleSessions(services: SignInServices): ConsoleSessions {
  const { storage, clock, settings } = services;
  /** Also true where only a trusted proxy knows that the browser uses https. */
  const isSecure = (c: Context) => publicBase(c, settings).startsWith('https:');
  const cookieName = (c: Context) => (isSecure(c) ? '__Host-porchlight-session' : 'porchlight-session');
  const cookieOptions = (c: Context) =>
    ({ path: '/', httpOnly: true, sameSite: 'Strict', secure: isSecure(c) }) as const;

  async function find(c: Context): Promise<(SignedIn & { idHash: string }) | undefined> {
    const id = getCookie(c, cookieName(c));
    if (id === undefined) return undefined;
    assertOwnPage(c);
    const idHash = hashSecret(id);
    const found = await storage.run('findConsoleSession', { idHash, now: clock.now() });
    return found && { ...found, idHash };
  }

  /** Browsers send the cookie for any page, so a request that changes something needs our own Origin. */
  function assertOwnPage(c: Context): void {
    if (c.req.method === 'GET' || c.req.method === 'HEAD') return;
    if (c.req.header('Origin') === publicBase(c, settings)) return;
    throw new ApiError('origin.not.allowed', 'Only pages of this service may do that with a cookie.');
  }

  async function open(c: Context, who: SignInIdentity): Promise<SignedIn> {
    const id = randomSecret();
    const now = clock.now();
    const wanted = { ...who, idHash: hashSecret(id), now, expiresAt: now + lifetimeMs };
    const opened = await storage.run('openConsoleSession', wanted);
    if (opened === undefined) throw badCredentials();
    setCookie(c, cookieName(c), id, { ...cookieOptions(c), maxAge: lifetimeMs / 1000 });
    return opened;
  }

  return {
    async authenticate(c): Promise<UserPrincipal | undefined> {
      const found = await find(c);
      if (found === undefined) return undefined;
      const { userId, organizationId, role, idHash } = found;
      const permissions = new Set<string>(permissionsOf[role]);
      return { type: 'user', via: 'session', userId, organizationId, permissions, sessionIdHash: idHash };
    },

    async signIn(c, given) {
      assertOwnPage(c);
      return presentSession(await open(c, await verifyCredentials(services, given, clientNetwork(c, settings))));
    },

    async openFor(c, who) {
      await open(c, who);
    },

    async signOut(c) {
      const found = await find(c);
      if (found !== undefined) {
        const { idHash } = found;
        await publishOutcome(services, storage.run('closeConsoleSession', { idHash, now: clock.now() }));
      }
      deleteCookie(c, cookieName(c), cookieOptions(c));
    },

    async current(c) {
      const found = await find(c);
      if (found === undefined) throw notSignedIn();
      return presentSession(found);
    },
  };
}

async function verifyCredentials(
  { storage, clock, limiter, passwords }: SignInServices,
  { email, password }: ConsoleSignIn,
  network: string,
): Promise<SignInIdentity> {
  limiter.takeToken(`sign-in ${network}`, attempts);
  // The store holds hashes and counts of guesses, but neither networks nor names.
  const key = guessKey(`${email.toLowerCase()} ${network}`);
  const guesses = [
    { key, limit },
    { key: guessKey(`account ${email.toLowerCase()}`), limit: accountLimit },
  ];
  const counted = await storage.run('recordSignInGuess', { guesses, now: clock.now() });
  if (counted.lockedMs > 0) throw tooManyRequests(Math.ceil(counted.lockedMs / 1000));
  const user = await storage.run('findUserByEmail', { email });
  if (!(await passwords.verify(password, user?.passwordHash)) || user === undefined) {
    if (counted.nowLocked.length > 0) await storage.run('auditRefusedSignIns', { email, now: clock.now() });
    throw badCredentials();
  }
  await storage.run('forgetSignInGuesses', { keys: [key] });
  return { userId: user.id, signInNumber: user.signInNumber };
}

const guessKey = (words: string) => createHash('sha256').update(words).digest('base64url');
const badCredentials = () =>
  new ApiError('bad.credentials', 'This e-mail address and password do not belong together.');
const notSignedIn = () => new ApiError('authentication.required', 'Nobody is signed in.');

function presentSession({ userId, name, email, role, organizationId, expiresAt }: SignedIn): ConsoleSession {
  return {
    user: { id: userId, name, email },
    organizationId,
    permissions: [...permissionsOf[role]],
    expires: new Date(expiresAt).toISOString(),
  };
}
