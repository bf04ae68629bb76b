import { ApiError } from '../core/api-error.ts';
import { hashPassword, verifyPassword } from './passwords.ts';

/** Password hashing for requests. It is slow on purpose, so requests beyond a short queue are rejected. */
export interface PasswordHashing {
  /** Both throw 503 with the time to wait where the queue is full. */
  hash(password: string): Promise<string>;
  verify(password: string, hash: string | null | undefined): Promise<boolean>;
}

const defaultLimits = { atOnce: 2, waiting: 16 };
const retryAfterSeconds = 2;

export function createPasswordHashing(
  { atOnce, waiting } = defaultLimits,
  hasher: PasswordHashing = { hash: hashPassword, verify: verifyPassword },
): PasswordHashing {
  const queue: (() => void)[] = [];
  let running = 0;

  async function runLimited<Value>(task: () => Promise<Value>): Promise<Value> {
    if (running < atOnce) running++;
    else if (queue.length < waiting) await new Promise<void>((resolve) => queue.push(resolve));
    else throw tooManyWaiting();
    try {
      return await task();
    } finally {
      // The slot passes to the first in the queue, so that a request that arrives meanwhile does not overtake it.
      const next = queue.shift();
      if (next) next();
      else running--;
    }
  }

  return {
    hash: (password) => runLimited(() => hasher.hash(password)),
    verify: (password, hash) => runLimited(() => hasher.verify(password, hash)),
  };
}

const tooManyWaiting = () =>
  new ApiError('service.unavailable', 'Too many passwords are being checked right now. Try again in a moment.', {
    retryAfterSeconds,
  });
