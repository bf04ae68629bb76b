import { ApiError } from '../core/api-error.ts';
import type { Clock } from '../core/clock.ts';
import type { AccessClaims } from '../domain/token-claims.ts';
import type { Storage } from '../storage/storage.ts';
import type { Tokens } from './tokens.ts';

/**
 * Verifies access tokens also against the store, so that a token ends with its client, its secret or its person, and
 * carries the permissions that its client has now. Throws 401 as `Tokens` do.
 */
export function createTokenRevocationCheck({
  tokens,
  storage,
  clock,
}: {
  tokens: Tokens;
  storage: Storage;
  clock: Clock;
}) {
  return {
    async verifyAccess(token: string): Promise<AccessClaims> {
      const claims = await tokens.verifyAccess(token);
      const { clientId, kid } = claims;
      const access = await storage.run('findAccess', { clientId, kid, now: clock.now() });
      if (!access || access.userId !== claims.userId || access.secretNumber !== (claims.secretNumber ?? 1)) {
        throw new ApiError('bad.credentials', 'These credentials were taken back.');
      }
      return { ...claims, permissions: access.permissions };
    },
  };
}
