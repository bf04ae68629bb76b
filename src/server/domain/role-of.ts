import type { UserRole } from './records.ts';

/** Which of the provider's roles make an administrator, and which an agent. */
export type RoleRule = { claim: string; administrators: readonly string[]; agents: readonly string[] };

/** The highest role that the claim gives; undefined where it gives none. */
export function findRole(claims: Readonly<Record<string, unknown>>, rule: RoleRule): UserRole | undefined {
  const held = splitRoles(readClaim(claims, rule.claim));
  if (held.some((word) => rule.administrators.includes(word))) return 'administrator';
  return held.some((word) => rule.agents.includes(word)) ? 'agent' : undefined;
}

/** Finds a claim by its whole name, which may be an address, or by a path such as `realm_access.roles`. */
export function readClaim(claims: Readonly<Record<string, unknown>>, name: string): unknown {
  if (Object.hasOwn(claims, name)) return claims[name];
  return name
    .split('.')
    .reduce<unknown>(
      (value, part) => (isRecord(value) && Object.hasOwn(value, part) ? value[part] : undefined),
      claims,
    );
}

/** Providers send a list, or one text with spaces as in `scope`. A role whose name has a space has to be in a list. */
function splitRoles(value: unknown): string[] {
  if (typeof value === 'string') return [value, ...value.split(/\s+/)];
  return Array.isArray(value) ? value.filter((one: unknown) => typeof one === 'string') : [];
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
