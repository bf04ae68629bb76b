import type { Context, MiddlewareHandler } from 'hono';
import { createMiddleware } from 'hono/factory';
import type { Tokens } from '../../auth/tokens.ts';
import { ApiError, notAuthorized } from '../../core/api-error.ts';
import type { AccessClaims, GuestClaims } from '../../domain/token-claims.ts';

export type GuestPrincipal = GuestClaims & { type: 'guest'; kid: string };

/** A person, signed in to the console or through a client bound to that person. */
export type UserPrincipal = {
  type: 'user';
  userId: string;
  organizationId: string;
  permissions: ReadonlySet<string>;
} & ({ via: 'client'; clientId: string; secretNumber: number } | { via: 'session'; sessionIdHash: string });

/** An OAuth client that is bound to no person. */
export type ClientPrincipal = {
  type: 'client';
  clientId: string;
  secretNumber: number;
  organizationId: string;
  permissions: ReadonlySet<string>;
};

export type StaffPrincipal = UserPrincipal | ClientPrincipal;

export type GuestEnv = { Variables: { guest: GuestPrincipal } };
export type StaffEnv = { Variables: { staff: StaffPrincipal } };

/** Finds the person of a console cookie; rejects requests of foreign pages that change something. */
export interface ConsoleSessions {
  authenticate(c: Context): Promise<UserPrincipal | undefined>;
}

/** For guest routes: sets `c.var.guest`. Throws 401. Does not compare the guest with the conversation in the path. */
export function authenticateGuest(tokens: Pick<Tokens, 'verifyGuest'>): MiddlewareHandler<GuestEnv> {
  return createMiddleware<GuestEnv>(async (c, next) => {
    c.set('guest', { type: 'guest', ...(await tokens.verifyGuest(requireBearer(c))) });
    await next();
  });
}

/** For agents' and administrators' routes: an access token or a console cookie. Sets `c.var.staff`. Throws 401. */
export function authenticateStaff(
  tokens: { verifyAccess(token: string): Promise<AccessClaims> },
  sessions: ConsoleSessions,
): MiddlewareHandler<StaffEnv> {
  return createMiddleware<StaffEnv>(async (c, next) => {
    // Two route patterns may match one address.
    if (c.get('staff') !== undefined) return next();
    const bearer = bearerOf(c);
    const staff =
      bearer === undefined ? await sessions.authenticate(c) : principalOf(await tokens.verifyAccess(bearer));
    if (staff === undefined) throw authenticationRequired();
    c.set('staff', staff);
    await next();
  });
}

/** The signed-in person. Throws 403 for a client that is bound to no person. */
export function requireUser(c: Context<StaffEnv>): UserPrincipal {
  const { staff } = c.var;
  if (staff.type === 'user') return staff;
  throw notAuthorized('This needs a person, or a client bound to one.');
}

/** Any one of the named permissions is enough. Throws 403. */
export function requirePermission(principal: StaffPrincipal, ...anyOf: string[]): void {
  if (anyOf.some((permission) => principal.permissions.has(permission))) return;
  const code = anyOf.length === 1 ? 'missing.permissions' : 'missing.any.permissions';
  throw new ApiError(code, `This needs the permission ${anyOf.join(' or ')}.`);
}

const authenticationRequired = () => new ApiError('authentication.required', 'This needs credentials.');

function requireBearer(c: Context): string {
  const token = bearerOf(c);
  if (token === undefined) throw authenticationRequired();
  return token;
}

/** The scheme may be in any case: some clients send `bearer`. */
function bearerOf(c: Context): string | undefined {
  const header = c.req.header('Authorization');
  if (header === undefined) return undefined;
  const token = /^bearer +(\S+)$/i.exec(header.trim())?.[1];
  if (token === undefined)
    throw new ApiError('bad.credentials', 'The Authorization header has to say Bearer and a token.');
  return token;
}

function principalOf(claims: AccessClaims): StaffPrincipal {
  const { clientId, organizationId, userId, permissions, secretNumber = 1 } = claims;
  const common = { clientId, secretNumber, organizationId, permissions: new Set(permissions) };
  return userId === undefined ? { type: 'client', ...common } : { type: 'user', userId, via: 'client', ...common };
}
