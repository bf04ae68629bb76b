import { ApiError } from './api-error.ts';
import type { Services } from './services.ts';
import type { AccessClaims } from './tokens.ts';

/** So long a client's removal, or a change of what it may do, can go unnoticed. */
const rememberedMs = 10_000;
const rememberedClients = 10_000;

type Access = { userId: string | undefined; permissions: string[]; secretNumber: number } | undefined;

/**
 * Access tokens are good for a day, and no longer than their client and its person are there. What a client may do is
 * what it may do now. Throws 401 as `Tokens` do.
 */
export function createLiveAccess({ tokens, storage, clock }: Pick<Services, 'tokens' | 'storage' | 'clock'>) {
  const known = new Map<string, { access: Access; until: number }>();

  async function find(clientId: string): Promise<Access> {
    const now = clock.now();
    const remembered = known.get(clientId);
    if (remembered && remembered.until > now) return remembered.access;
    const access = await storage.run('findAccess', { clientId });
    if (known.size >= rememberedClients) known.clear();
    known.set(clientId, { access, until: now + rememberedMs });
    return access;
  }

  return {
    async verifyAccess(token: string): Promise<AccessClaims> {
      const claims = await tokens.verifyAccess(token);
      const access = await find(claims.clientId);
      if (!access || access.userId !== claims.userId || access.secretNumber !== (claims.secretNumber ?? 1)) {
        throw new ApiError('bad.credentials', 'These credentials were taken back.');
      }
      return { ...claims, permissions: access.permissions };
    },
  };
}
