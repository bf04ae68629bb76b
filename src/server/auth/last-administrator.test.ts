import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { administer } from '../../testing/harness/admin-seed.ts';
import { type InProcessServer, startInProcessServer } from '../../testing/harness/in-process-server.ts';
import { engines } from '../../testing/harness/test-store.ts';

describe.each(engines)('of the last two administrators on %s', (engine) => {
  let server: InProcessServer;
  beforeEach(async () => {
    server = await startInProcessServer({ engine });
  });
  afterEach(() => server.stop());

  async function addAdministrator(name: string): Promise<string> {
    const given = { name, email: `${name}@one.example`, role: 'administrator' };
    return ((await server.agent.call('POST', '/api/v2/users', given)).body as { id: string }).id;
  }
  const administrators = async () =>
    (
      await administer(server, (db) =>
        db
          .selectFrom('user')
          .select('id')
          .where('role', '=', 'administrator')
          .where('removed_at', 'is', null)
          .execute(),
      )
    ).length;

  test.each([
    ['are demoted', 'PUT', 'PUT'],
    ['are removed', 'DELETE', 'DELETE'],
    ['are demoted and removed', 'PUT', 'DELETE'],
  ])('one stays where both %s at once [S6]', async (_, first, second) => {
    for (let round = 0; round < 4; round += 1) {
      const names = [`a${round}`, `b${round}`];
      const ids = [await addAdministrator(names[0] ?? ''), await addAdministrator(names[1] ?? '')];
      // The administrator who was left by the previous round.
      await administer(server, (db) =>
        db.updateTable('user').set({ role: 'agent' }).where('id', 'not in', ids).execute(),
      );

      const answers = await Promise.all(
        [first, second].map((method, index) => {
          const given = { name: names[index], email: `${names[index]}@one.example`, role: 'agent' };
          return server.agent.call(method, `/api/v2/users/${ids[index]}`, method === 'PUT' ? given : undefined);
        }),
      );

      expect(answers.map(({ status }) => status).filter((status) => status === 409)).toHaveLength(1);
      expect(await administrators()).toBe(1);
    }
  });
});
