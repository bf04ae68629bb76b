import { afterEach, describe, expect, test } from 'vitest';
import { administer } from '../../testing/harness/admin-seed.ts';
import { type InProcessServer, startInProcessServer } from '../../testing/harness/in-process-server.ts';
import { createConnectedChat, createGuest, type TestGuest } from '../../testing/harness/test-guest.ts';
import { until } from '../../testing/harness/until.ts';
import { serviceUnavailable } from '../core/api-error.ts';
import { defaultSettings } from '../core/settings.ts';
import type { Services } from '../services/services.ts';
import type { DueJob } from '../storage/repositories/due-jobs.ts';
import type { Storage } from '../storage/storage.ts';
import { createDueJobs } from './due-jobs.ts';

const minute = 60_000;
let server: InProcessServer;
afterEach(() => server.stop());

const isActive = async (guest: TestGuest) => (await server.agent.chats()).some(({ id }) => id === guest.id);
const notices = async (guest: TestGuest) =>
  (await server.agent.messages(guest.id)).filter(({ bodyType }) => bodyType === 'notice').map(({ body }) => body);

test('two minutes before inactivity ends the chat the guest is warned, and a message of the guest keeps it open', async () => {
  server = await startInProcessServer();
  const { guest, socket } = await createConnectedChat(server);
  await server.elapse(12 * minute);
  expect(await notices(guest)).toEqual([]);

  await server.elapse(minute);
  await socket.waitFor('notice');
  expect(await notices(guest)).toEqual(['Are you still there? Without a word from you, this chat ends in 2 minutes.']);
  await guest.say('Yes');
  await server.elapse(10 * minute);
  expect(await isActive(guest)).toBe(true);

  await server.elapse(5 * minute);
  expect(await isActive(guest)).toBe(false);
  expect(await notices(guest)).toHaveLength(2);
});

test('an operator may turn the warning off', async () => {
  const timing = { ...defaultSettings.timing, inactivityNoticeMs: 0 };
  server = await startInProcessServer({ settings: { timing } });
  const { guest } = await createConnectedChat(server);

  await server.elapse(15 * minute);

  expect(await isActive(guest)).toBe(false);
  expect(await notices(guest)).toEqual([]);
});

test('after the machine slept, inactive guests are warned first and their chats end later', async () => {
  server = await startInProcessServer();
  const chats = [await createConnectedChat(server), await createConnectedChat(server)];

  server.skip(8 * 60 * minute);
  await server.elapse(5_000);
  for (const { guest } of chats) expect(await isActive(guest)).toBe(true);
  await server.elapse(minute);
  for (const { guest } of chats) expect(await notices(guest)).toHaveLength(1);
  await server.elapse(minute);
  for (const { guest } of chats) expect(await isActive(guest)).toBe(true);

  await server.elapse(2 * minute);
  for (const { guest } of chats) expect(await isActive(guest)).toBe(false);
});

test('a row that cannot be done is logged, tried again later, and holds up nothing else [S1]', async () => {
  server = await startInProcessServer();
  const { guest: broken } = await createConnectedChat(server);
  const { guest } = await createConnectedChat(server);
  // Its next message would get a number that is taken.
  await administer(server, (db) =>
    db.updateTable('conversation').set({ last_seq: 0 }).where('id', '=', broken.id).execute(),
  );

  await server.elapse(13 * minute);
  expect(await notices(guest)).toHaveLength(1);
  expect(server.bugs).toMatchObject([{ due: { kind: 'notice_at', id: broken.id } }]);
  await server.elapse(2 * minute);
  expect(await isActive(guest)).toBe(false);

  await administer(server, (db) =>
    db.updateTable('conversation').set({ last_seq: 1 }).where('id', '=', broken.id).execute(),
  );
  await server.elapse(3 * minute);
  expect(await notices(broken)).toHaveLength(1);
});

describe('beside something due that', () => {
  const failing = (services: Services, fail: () => Promise<never>): Services => ({
    ...services,
    storage: {
      ...services.storage,
      run: ((name: string, args: never) => {
        const { due } = args as { due?: DueJob };
        return name === 'runDueJob' && due?.kind === 'away_until' ? fail() : services.storage.run(name as never, args);
      }) as Storage['run'],
    },
  });
  const awayAndUnanswered = async () => {
    server = await startInProcessServer();
    const away = await createGuest(server);
    await away.attach();
    const unanswered = await createGuest(server);
    await unanswered.attach();
    await administer(server, (db) =>
      db.updateTable('member').set({ away_until: 1 }).where('id', '=', away.memberId).execute(),
    );
    await administer(server, (db) =>
      db
        .updateTable('member')
        .set({ alerting_until: 1 })
        .where('conversation_id', '=', unanswered.id)
        .where('state', '=', 'ALERTING')
        .execute(),
    );
    const isAlerting = async () =>
      (
        await administer(server, (db) =>
          db
            .selectFrom('member')
            .select('alerting_until')
            .where('conversation_id', '=', unanswered.id)
            .where('alerting_until', '=', 1)
            .execute(),
        )
      ).length > 0;
    return { isRinging: isAlerting };
  };

  test('times out at the store, an offer goes on, and in the next run the former is set aside [S1]', async () => {
    const { isRinging } = await awayAndUnanswered();
    const tries: number[] = [];
    const services = failing(server.services, async () => {
      tries.push(1);
      throw serviceUnavailable();
    });
    const work = createDueJobs(services);

    await work.runAll();
    expect(await isRinging()).toBe(false);
    await work.runAll();
    await createDueJobs(services).runAll();

    expect(tries).toHaveLength(1);
  });

  test('never answers, an offer goes on, and a later run does not wait for the former [S1]', async () => {
    const { isRinging } = await awayAndUnanswered();
    const work = createDueJobs(failing(server.services, () => new Promise(() => {})));

    const run = work.runAll();
    await until(async () => !(await isRinging()), 'the offer going on');
    server.skip(5_000);
    await run;
    await work.runAll();
  });

  test('cannot be set aside, since the store does not answer, the run rejects', async () => {
    await awayAndUnanswered();
    const down: Services['storage'] = {
      ...server.services.storage,
      run: ((name: string, args: never) =>
        name === 'listDueJobs'
          ? server.services.storage.run(name, args)
          : Promise.reject(serviceUnavailable())) as Storage['run'],
    };

    await expect(createDueJobs({ ...server.services, storage: down }).runAll()).rejects.toMatchObject({
      code: 'service.unavailable',
    });
  });
});

test('a waiting chat with unreadable requirements counts as having none, and does not block those behind it', async () => {
  server = await startInProcessServer();
  const path = `/api/v2/users/${server.agent.userId}/routingstatus`;
  await server.agent.call('PUT', path, { isOnQueue: false });
  const guests = [await createGuest(server), await createGuest(server)];
  for (const guest of guests) await guest.attach();
  await administer(server, (db) =>
    db
      .updateTable('conversation')
      .set({ skills: '[' })
      .where('id', '=', guests[0]?.id ?? '')
      .execute(),
  );

  await server.agent.call('PUT', path, { isOnQueue: true });

  expect(await server.agent.chats()).toHaveLength(2);
  expect(server.bugs).toEqual([]);
});
