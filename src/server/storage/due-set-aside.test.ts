import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { attachStoredGuest, engines, openTestStore, type TestStore } from '../../testing/harness/test-store.ts';
import { defaultTiming as timing } from '../domain/timing.ts';
import type { DueJob } from './repositories/due-jobs.ts';

const hour = 60 * 60 * 1000;

describe.each(engines)('what is due on %s', (engine) => {
  let store: TestStore;
  beforeEach(async () => {
    store = await openTestStore(engine);
  });
  afterEach(() => store.remove());

  const isListed = async (due: DueJob, now: number) =>
    (await store.storage.run('listDueJobs', { now, running: [] })).some(
      ({ kind, id }) => kind === due.kind && id === due.id,
    );

  test('is set aside longer after each failure, an hour at most, also over a restart [S1]', async () => {
    const guest = await attachStoredGuest(store, 0);
    await store.withDatabase((db) =>
      db.updateTable('member').set({ away_until: 1 }).where('id', '=', guest.memberId).execute(),
    );
    const due: DueJob = { kind: 'away_until', id: guest.memberId };
    const delays: number[] = [];
    let now = 10;

    for (let failure = 0; failure < 12; failure += 1) {
      expect(await isListed(due, now)).toBe(true);
      const { retryAt } = await store.storage.run('postponeDueJob', { now, due });
      delays.push(retryAt - now);
      if (failure === 0) await store.reopen();
      expect(await isListed(due, retryAt - 1)).toBe(false);
      now = retryAt;
    }

    expect(delays.slice(0, 3)).toEqual([10_000, 20_000, 40_000]);
    expect(delays.at(-1)).toBe(hour);
    await store.storage.run('runDueJob', { now, timing, due });
    expect(await store.withDatabase((db) => db.selectFrom('due_failure').selectAll().execute())).toEqual([]);
  });

  test('is not listed while it is being done', async () => {
    const guest = await attachStoredGuest(store, 0);
    await store.withDatabase((db) =>
      db.updateTable('member').set({ line_until: 1 }).where('id', '=', guest.memberId).execute(),
    );
    const due: DueJob = { kind: 'line_until', id: guest.memberId };

    expect(await isListed(due, 10)).toBe(true);
    expect(await store.storage.run('listDueJobs', { now: 10, running: [due] })).toEqual([]);
  });

  test('comes within its whole period after the clock went back an hour', async () => {
    const guest = await attachStoredGuest(store, hour);
    await store.withDatabase((db) =>
      db
        .updateTable('conversation')
        .set({ silence_at: hour + timing.inactivityMs, notice_at: hour, reap_at: hour + 1 })
        .execute(),
    );
    await store.withDatabase((db) =>
      db
        .updateTable('member')
        .set({ line_until: hour + 1, away_until: hour + timing.awayEndsMs })
        .where('id', '=', guest.memberId)
        .execute(),
    );

    await store.storage.run('limitDeadlines', { now: 0, timing });

    const members = await store.withDatabase((db) => db.selectFrom('member').selectAll().execute());
    const ringing = members.find(({ state }) => state === 'ALERTING');
    expect(ringing?.alerting_until).toBe(timing.alertingMs);
    expect(members.find(({ id }) => id === guest.memberId)).toMatchObject({
      line_until: timing.reconnectGraceMs,
      away_until: timing.awayEndsMs,
    });
    const chat = await store.withDatabase((db) => db.selectFrom('conversation').selectAll().executeTakeFirstOrThrow());
    expect(chat).toMatchObject({
      silence_at: timing.inactivityMs,
      notice_at: timing.inactivityMs - timing.inactivityNoticeMs,
      reap_at: timing.reapMs,
    });
  });
});
