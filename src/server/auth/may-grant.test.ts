import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addAgent } from '../../testing/harness/admin-seed.ts';
import { type InProcessServer, startInProcessServer } from '../../testing/harness/in-process-server.ts';
import type { TestAgent } from '../../testing/harness/test-agent.ts';
import { checkGrant, type GrantTarget, permissionsOfTarget } from '../domain/may-grant.ts';
import { agentPermissions, allPermissions } from '../domain/permissions.ts';

let server: InProcessServer;
/** One program for each permission that gives something away, with that and what an agent may. */
const actors = new Map<string, TestAgent>();
const targets = { admin: '', agent: '', strong: '', weak: '', ofAdmin: '' };

const programs = '/api/v2/oauth/clients';
beforeAll(async () => {
  server = await startInProcessServer();
  for (const permission of ['oauth:client:edit', 'directory:user:edit', 'routing:queue:edit'] as const) {
    actors.set(
      permission,
      await addAgent(server, { name: permission, permissions: [...agentPermissions, permission], isOnQueue: false }),
    );
  }
  const make = async (path: string, body: object) =>
    ((await server.agent.call('POST', path, body)).body as { id: string }).id;
  targets.admin = await make('/api/v2/users', { name: 'Ann', email: 'ann@one.example', role: 'administrator' });
  targets.agent = await make('/api/v2/users', { name: 'Kim', email: 'kim@one.example' });
  targets.strong = await make(programs, { name: 'Strong', permissions: allPermissions });
  targets.weak = await make(programs, { name: 'Weak', permissions: ['conversation:participant:wrapup'] });
  targets.ofAdmin = await make(programs, { name: 'Of Ann', permissions: [], userId: targets.admin });
});
afterAll(async () => {
  expect(server.bugs).toEqual([]);
  await server.stop();
});

type Try = [what: string, method: string, path: () => string, body: () => object | undefined];
const none = () => undefined;

const byClients: Try[] = [
  ['make a stronger client', 'POST', () => programs, () => ({ name: 'x', permissions: allPermissions })],
  [
    'make a client that acts as an administrator',
    'POST',
    () => programs,
    () => ({ name: 'x', permissions: [], userId: targets.admin }),
  ],
  [
    'make a client that acts as a colleague',
    'POST',
    () => programs,
    () => ({ name: 'x', permissions: [], userId: targets.agent }),
  ],
  [
    'give a weak client more',
    'PUT',
    () => `${programs}/${targets.weak}`,
    () => ({ name: 'Weak', permissions: ['directory:user:edit'] }),
  ],
  [
    'bind a client to an administrator',
    'PUT',
    () => `${programs}/${targets.weak}`,
    () => ({ name: 'Weak', permissions: [], userId: targets.admin }),
  ],
  [
    'weaken a stronger client',
    'PUT',
    () => `${programs}/${targets.strong}`,
    () => ({ name: 'Strong', permissions: [] }),
  ],
  ['get a secret of a stronger client', 'POST', () => `${programs}/${targets.strong}/secret`, none],
  [
    'get a secret of a client that acts as an administrator',
    'POST',
    () => `${programs}/${targets.ofAdmin}/secret`,
    none,
  ],
  ['remove a stronger client', 'DELETE', () => `${programs}/${targets.strong}`, none],
];
const byPeople: Try[] = [
  [
    'invite an administrator',
    'POST',
    () => '/api/v2/users',
    () => ({ name: 'x', email: 'x@one.example', role: 'administrator' }),
  ],
  [
    'make an administrator of an agent',
    'PUT',
    () => `/api/v2/users/${targets.agent}`,
    () => ({ name: 'Kim', email: 'kim@one.example', role: 'administrator' }),
  ],
  ['get a link into an administrator’s account', 'POST', () => `/api/v2/users/${targets.admin}/invitation`, none],
  [
    'change an administrator’s address',
    'PUT',
    () => `/api/v2/users/${targets.admin}`,
    () => ({ name: 'Ann', email: 'mine@one.example', role: 'administrator' }),
  ],
  [
    'take an administrator’s role',
    'PUT',
    () => `/api/v2/users/${targets.admin}`,
    () => ({ name: 'Ann', email: 'ann@one.example', role: 'agent' }),
  ],
  ['remove an administrator', 'DELETE', () => `/api/v2/users/${targets.admin}`, none],
  ['sign an administrator out', 'DELETE', () => `/api/v2/users/${targets.admin}/sessions`, none],
];

describe('an actor cannot grant what they do not have', () => {
  test.each([
    ...byClients.map((one) => ['oauth:client:edit', ...one] as const),
    ...byPeople.map((one) => ['directory:user:edit', ...one] as const),
  ])('with %s alone one cannot %s [S9]', async (permission, _, method, path, body) => {
    const answer = await actors.get(permission)?.call(method, path(), body());

    expect(answer).toMatchObject({ status: 403, body: { code: 'not.authorized' } });
  });

  test.each([...byClients, ...byPeople])(
    'without a permission for it one cannot %s either',
    async (_, method, path, body) => {
      expect(await actors.get('routing:queue:edit')?.call(method, path(), body())).toMatchObject({ status: 403 });
    },
  );

  test('what one has may be given on', async () => {
    const clients = actors.get('oauth:client:edit');
    const given = { name: 'Mine', permissions: ['conversation:participant:wrapup'] };
    expect(await clients?.call('POST', programs, given)).toMatchObject({ status: 200 });
    expect(await clients?.call('POST', `${programs}/${targets.weak}/secret`)).toMatchObject({ status: 200 });
    const people = actors.get('directory:user:edit');
    expect(await people?.call('POST', '/api/v2/users', { name: 'y', email: 'y@one.example' })).toMatchObject({
      status: 200,
    });
    expect(await people?.call('POST', `/api/v2/users/${targets.agent}/invitation`)).toMatchObject({ status: 200 });
  });
});

test('whatever is given, an actor who may give it has all of it before and after [S9]', () => {
  const permissions = fc.subarray([...allPermissions]);
  const person = fc.record({ id: fc.constantFrom('a', 'b'), role: fc.constantFrom('agent', 'administrator') });
  const held = fc.oneof(
    person.map((one): GrantTarget => ({ kind: 'person', ...one }) as GrantTarget),
    fc
      .record({ permissions, actsFor: fc.option(person, { nil: undefined }) })
      .map((one): GrantTarget => ({ kind: 'client', ...one }) as GrantTarget),
  );
  fc.assert(
    fc.property(permissions, held, held, (own, before, after) => {
      const actor = { userId: 'a', permissions: new Set<string>(own) };
      if (checkGrant(actor, before, after) !== undefined) return;
      for (const permission of [...permissionsOfTarget(before), ...permissionsOfTarget(after)]) {
        expect(actor.permissions.has(permission)).toBe(true);
      }
    }),
  );
});
