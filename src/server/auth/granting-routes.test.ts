import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addProgram, administer } from '../../testing/harness/admin-seed.ts';
import { type InProcessServer, startInProcessServer } from '../../testing/harness/in-process-server.ts';
import { rows } from '../../testing/harness/route-audiences.ts';
import { engines } from '../../testing/harness/test-store.ts';
import { checkGrant } from '../domain/may-grant.ts';
import { allPermissions } from '../domain/permissions.ts';
import { hashSecret } from './passwords.ts';

/** The permission of each route that changes something; a new one has to be written down here. */
const permissionOf: Record<string, string> = {
  'DELETE /api/v2/personaldata': 'conversation:personalData:edit',
  'POST /api/v2/webchat/deployments': 'webchat:deployment:create',
  'PUT /api/v2/webchat/deployments/:deploymentId': 'webchat:deployment:update',
  'DELETE /api/v2/webchat/deployments/:deploymentId': 'webchat:deployment:delete',
  'PUT /api/v2/webchat/settings': 'webchat:deployment:update',
  'DELETE /api/v2/webchat/settings': 'webchat:deployment:update',
  'POST /api/v2/signeddata': 'authentication:signature:create',
  'POST /api/v2/responses': 'responses:response:edit',
  'PUT /api/v2/responses/:responseId': 'responses:response:edit',
  'DELETE /api/v2/responses/:responseId': 'responses:response:edit',
  'POST /api/v2/routing/queues': 'routing:queue:edit',
  'PUT /api/v2/routing/queues/:queueId': 'routing:queue:edit',
  'DELETE /api/v2/routing/queues/:queueId': 'routing:queue:edit',
  'POST /api/v2/routing/wrapupcodes': 'routing:wrapupCode:edit',
  'PUT /api/v2/routing/wrapupcodes/:codeId': 'routing:wrapupCode:edit',
  'DELETE /api/v2/routing/wrapupcodes/:codeId': 'routing:wrapupCode:edit',
  'POST /api/v2/oauth/clients': 'oauth:client:edit',
  'PUT /api/v2/oauth/clients/:clientId': 'oauth:client:edit',
  'POST /api/v2/oauth/clients/:clientId/secret': 'oauth:client:edit',
  'DELETE /api/v2/oauth/clients/:clientId': 'oauth:client:edit',
  'POST /api/v2/users': 'directory:user:edit',
  'PUT /api/v2/users/:userId': 'directory:user:edit',
  'POST /api/v2/users/:userId/invitation': 'directory:user:edit',
  'DELETE /api/v2/users/:userId/sessions': 'directory:user:edit',
  'DELETE /api/v2/users/:userId': 'directory:user:edit',
};
const changing = rows.permission.filter((row) => !row.startsWith('GET '));

test('an actor grants no more than they have, and only who may edit people acts for another', () => {
  const all = new Set<string>(allPermissions);
  const agent = { kind: 'person', id: 'p', role: 'agent' } as const;
  const administrator = { ...agent, role: 'administrator' } as const;
  const client = (permissions: string[], actsFor?: { id: string; role: 'agent' | 'administrator' }) =>
    ({ kind: 'client', permissions, actsFor }) as const;
  const withoutPeople = new Set([...all].filter((one) => one !== 'directory:user:edit'));

  expect(
    checkGrant({ userId: undefined, permissions: all }, agent, administrator, client([...all], administrator)),
  ).toBeUndefined();
  expect(checkGrant('operator', administrator)).toBeUndefined();
  expect(checkGrant({ userId: 'p', permissions: withoutPeople }, administrator)).toBeDefined();
  expect(checkGrant({ userId: 'p', permissions: withoutPeople }, client([], agent))).toBeUndefined();
  expect(checkGrant({ userId: 'q', permissions: withoutPeople }, client([], agent))).toBeDefined();
  for (const lacking of allPermissions) {
    const permissions = new Set([...all].filter((one) => one !== lacking));
    expect(checkGrant({ userId: undefined, permissions }, client([lacking]))).toBeDefined();
    expect(checkGrant({ userId: undefined, permissions }, administrator)).toBeDefined();
    expect(checkGrant({ userId: undefined, permissions }, client([]))).toBeUndefined();
  }
});

test('every route that changes something has its permission in the table', () => {
  expect(Object.keys(permissionOf).toSorted()).toEqual(changing.toSorted());
});

describe.each(engines)('on %s', (engine) => {
  let server: InProcessServer;
  let strong: { userId: string; client: { id: string } };
  beforeAll(async () => {
    server = await startInProcessServer({ engine });
    strong = await addProgram(server, { name: 'Strong', permissions: allPermissions });
    await administer(server, (db) =>
      db.updateTable('user').set({ role: 'administrator' }).where('id', '=', strong.userId).execute(),
    );
    await administer(server, (db) =>
      db
        .insertInto('user')
        .values({ ...own(), id: randomUUID(), role: 'administrator', name: 'Other', email: 'other@desk.example' })
        .execute(),
    );
  });
  afterAll(async () => {
    expect(server.bugs).toEqual([]);
    await server.stop();
  });

  const own = () => ({
    organization_id: server.seed.organizationId,
    created_at: 1,
    password_hash: null,
    removed_at: null,
  });

  async function programWith(permissions: readonly string[]) {
    const client = { id: randomUUID(), secret: randomUUID() };
    await administer(server, (db) =>
      db
        .insertInto('oauth_client')
        .values({
          id: client.id,
          organization_id: server.seed.organizationId,
          created_at: 1,
          name: client.id,
          secret_hash: hashSecret(client.secret),
          permissions: JSON.stringify(permissions),
        })
        .execute(),
    );
    const granted = await server.fetch('/oauth/token', {
      method: 'POST',
      headers: { Authorization: `Basic ${btoa(`${client.id}:${client.secret}`)}` },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    });
    const { access_token: token } = (await granted.json()) as { access_token: string };
    return { id: client.id, token };
  }

  /** Whatever opens something, to be the same before and after. */
  const everyWayIn = () =>
    administer(server, async (db) => ({
      users: await db
        .selectFrom('user')
        .select(['id', 'email', 'role', 'password_hash', 'removed_at', 'sign_in_number'])
        .orderBy('id')
        .execute(),
      clients: await db
        .selectFrom('oauth_client')
        .select(['id', 'user_id', 'permissions', 'secret_hash'])
        // A client without permissions that is bound to no person gives nothing.
        .where((eb) => eb.or([eb('permissions', '<>', '[]'), eb('user_id', 'is not', null)]))
        .orderBy('id')
        .execute(),
      invites: await db.selectFrom('invite').selectAll().orderBy('token_hash').execute(),
      provided: await db.selectFrom('provided_person').selectAll().execute(),
      keys: await db.selectFrom('signing_key').select('kid').execute(),
    }));

  const ways = (id: string) => [
    { name: 'x', email: `${id}@evil.example`, role: 'administrator' },
    { name: 'x', email: `agent-${id}@evil.example`, role: 'agent' },
    { name: `${id} own`, permissions: allPermissions },
    { name: `${id} for`, permissions: [], userId: strong.userId },
    { name: `${id} agent`, permissions: [], userId: server.agent.userId },
  ];

  test.each(changing)('%s with its permission alone grants nothing more, with any body', async (row) => {
    const [method = '', pattern = ''] = row.split(' ');
    const program = await programWith([permissionOf[row] ?? '']);
    const before = await everyWayIn();
    const targets = [
      { userId: strong.userId, clientId: strong.client.id },
      { userId: server.agent.userId, clientId: server.seed.client.id },
      { userId: strong.userId, clientId: program.id },
    ];
    for (const target of targets) {
      for (const body of method === 'DELETE' ? [undefined] : ways(program.id)) {
        const path = pattern.replace(/:(\w+)/g, (_, name: 'userId' | 'clientId') => target[name] ?? randomUUID());
        // Its own secret is its own to renew.
        if (target.clientId === program.id && /secret$|DELETE .*clients/.test(`${method} ${path}`)) continue;
        const answer = await server.fetch(path, {
          method,
          headers: { Authorization: `Bearer ${program.token}`, 'Content-Type': 'application/json' },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        });
        await answer.text();
      }
    }

    expect(await everyWayIn()).toEqual(before);
  });

  test('of two administrators who take each other’s role or place at once, by routes, commands or a provider, one is refused', async () => {
    const { storage, settings } = server.services;
    for (let round = 0; round < 6; round += 1) {
      const organizationId = randomUUID();
      const ids = [randomUUID(), randomUUID()];
      await administer(server, async (db) => {
        const organization = { id: organizationId, name: organizationId, created_at: 1 };
        await db.insertInto('organization').values(organization).execute();
        for (const id of ids) {
          const user = { ...own(), organization_id: organizationId, id, name: id, email: `${id}@two.example` };
          await db
            .insertInto('user')
            .values({ ...user, role: 'administrator' })
            .execute();
        }
      });
      const [one = '', two = ''] = ids;
      const act = (id: string) => ({ now: server.now(), organizationId, by: { kind: 'user', id } }) as const;
      const demote = (by: string, whom: string) =>
        storage.run('changeUser', {
          act: act(by),
          userId: whom,
          given: { name: whom, email: `${whom}@two.example`, role: 'agent' },
        });
      const remove = (by: string, whom: string) =>
        storage.run('removeOwnUser', { act: act(by), userId: whom, timing: settings.timing });
      const operator = { now: server.now(), organizationId, by: { kind: 'operator', id: 'npm run admin' } } as const;
      const command = (whom: string) =>
        storage.run('removeOwnUser', { act: operator, userId: whom, timing: settings.timing });
      const claims = (whom: string) => ({
        issuer: 'i',
        subject: whom,
        name: whom,
        isEmailVerified: true,
        email: `${whom}@two.example`,
      });
      const provider = (whom: string) =>
        storage.run('signInByProvider', {
          now: server.now(),
          organization: organizationId,
          vouched: { ...claims(whom), role: 'agent' },
        });
      const pairs = [
        () => [demote(one, two), demote(two, one)],
        () => [remove(one, two), remove(two, one)],
        () => [demote(one, two), remove(two, one)],
        () => [command(one), command(two)],
        () => [provider(one), provider(two)],
        () => [provider(one), command(two)],
      ];
      await Promise.all<unknown>(pairs[round]?.() ?? []);

      const left = await administer(server, (db) =>
        db
          .selectFrom('user')
          .select('id')
          .where('organization_id', '=', organizationId)
          .where('role', '=', 'administrator')
          .where('removed_at', 'is', null)
          .execute(),
      );
      expect(left).toHaveLength(1);
    }
  });
});
