import { randomBytes, scryptSync } from 'node:crypto';
import { createPasswordHashing, type PasswordHashing } from '../../server/auth/password-hashing.ts';
import { verifyPassword } from '../../server/auth/passwords.ts';

/** A password's hash as the service keeps it, at a cost for tests: checking it is as cheap. */
export async function hashCheaply(password: string): Promise<string> {
  const cost = { N: 16, r: 1, p: 1 };
  const salt = randomBytes(16);
  const key = scryptSync(password.normalize('NFKC'), salt, 32, cost);
  return `scrypt$${cost.N}$${cost.r}$${cost.p}$${salt.toString('base64url')}$${key.toString('base64url')}`;
}

/** The hashing of a service, with its queue, at a cost for tests: also where there is no such person. */
export function createCheapHashing(): PasswordHashing {
  const verify = async (password: string, hash: string | null | undefined) =>
    (await verifyPassword(password, hash ?? (await hashCheaply('nobody has it')))) && typeof hash === 'string';
  return createPasswordHashing(undefined, { hash: hashCheaply, verify });
}
