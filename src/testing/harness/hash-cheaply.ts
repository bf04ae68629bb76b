import { randomBytes, scryptSync } from 'node:crypto';

/** A password's hash as the service keeps it, at a cost for tests: checking it is as cheap. */
export async function hashCheaply(password: string): Promise<string> {
  const cost = { N: 16, r: 1, p: 1 };
  const salt = randomBytes(16);
  const key = scryptSync(password.normalize('NFKC'), salt, 32, cost);
  return `scrypt$${cost.N}$${cost.r}$${cost.p}$${salt.toString('base64url')}$${key.toString('base64url')}`;
}
