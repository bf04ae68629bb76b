import type { Logger } from 'pino';
import type { PasswordHashing } from '../auth/password-hashing.ts';
import type { Tokens } from '../auth/tokens.ts';
import { ApiError } from '../core/api-error.ts';
import type { Clock } from '../core/clock.ts';
import type { RateLimiter } from '../core/rate-limiter.ts';
import type { Settings } from '../core/settings.ts';
import type { Storage } from '../storage/storage.ts';
import type { OperationResult } from '../storage/unit-of-work.ts';
import type { Hub } from './hub.ts';

/** What routes, sockets and jobs work with; created by `start-service.ts`, or by a test. */
export type Services = {
  storage: Storage;
  hub: Hub;
  tokens: Tokens;
  clock: Clock;
  limiter: RateLimiter;
  passwords: PasswordHashing;
  settings: Settings;
  log: Pick<Logger, 'info' | 'warn' | 'error'>;
};

/**
 * Waits for an operation's commit, publishes its events and returns its value. Storage resolves in commit order and
 * nothing else is awaited in between, so events of a conversation are published in the order of their commits.
 * Throws an ApiError where the operation was rejected.
 */
export async function publishOutcome<Value>(
  { hub }: Pick<Services, 'hub'>,
  pending: Promise<OperationResult<Value>>,
): Promise<Value> {
  const outcome = await pending;
  if (outcome.rejection) throw new ApiError(outcome.rejection.code, outcome.rejection.message);
  for (const event of outcome.events) hub.publish(event);
  return outcome.value;
}
