import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  attachStoredGuest,
  createStoredGuest,
  engines,
  openTestStore,
  runDueJobs,
  sendStored,
  type TestStore,
} from '../../testing/harness/test-store.ts';
import { defaultTiming as timing } from '../domain/timing.ts';

const start = 1_000;

/** Whatever waits for its time, over a restart right before it; the new process begins as the ticker does. */
describe.each(engines)('on %s', (engine) => {
  let store: TestStore;
  beforeEach(async () => {
    store = await openTestStore(engine);
  });
  afterEach(() => store.remove());

  async function restart(now: number): Promise<void> {
    await store.reopen();
    await store.storage.run('startAllReconnectGraces', { now, timing });
  }

  const conversation = (id: string) =>
    store.withDatabase((db) => db.selectFrom('conversation').selectAll().where('id', '=', id).executeTakeFirst());
  const members = (conversationId: string, role: 'AGENT' | 'CUSTOMER') =>
    store.withDatabase((db) =>
      db
        .selectFrom('member')
        .selectAll()
        .where('conversation_id', '=', conversationId)
        .where('role', '=', role)
        .execute(),
    );

  async function talk() {
    const guest = await attachStoredGuest(store, start);
    const { conversationId } = guest;
    const [offer] = await members(conversationId, 'AGENT');
    const agent = { conversationId, userId: offer?.user_id ?? '' };
    const participantId = offer?.participant_id ?? '';
    await store.storage.run('changeParticipant', { agent, now: start, timing, participantId, state: 'connected' });
    return { guest, agent };
  }

  /** Nothing right before its time, and then what was to happen. */
  async function overRestart(at: number, state: () => Promise<unknown>, [before, after]: [unknown, unknown]) {
    await restart(at - 1);
    await runDueJobs(store, { now: at - 1 });
    expect(await state()).toEqual(before);
    await runDueJobs(store, { now: at });
    expect(await state()).toEqual(after);
  }

  test('an offer still ends after its thirty seconds', async () => {
    const { conversationId } = await attachStoredGuest(store, start);
    const state = async () => (await members(conversationId, 'AGENT')).map((one) => one.state);

    await overRestart(start + timing.alertingMs, state, [['ALERTING'], ['DISCONNECTED']]);
  });

  test('a disconnected guest gets a new grace period, then is away, and the chat ends fifteen minutes later', async () => {
    const { conversationId, memberId } = await attachStoredGuest(store, start);
    await store.storage.run('startReconnectGrace', { conversationId, memberId, now: start, timing });
    const state = async () => (await members(conversationId, 'CUSTOMER')).map((one) => one.state);
    const restarted = start + timing.reconnectGraceMs - 1;
    await restart(restarted);

    await runDueJobs(store, { now: restarted + timing.reconnectGraceMs - 1 });
    expect(await state()).toEqual(['CONNECTED']);
    const away = restarted + timing.reconnectGraceMs;
    await runDueJobs(store, { now: away });
    expect(await state()).toEqual(['DISCONNECTED']);
    expect(await conversation(conversationId)).toMatchObject({ ended_at: null });

    // Who starts gives everybody the time to come back that they could not have used.
    await restart(away + timing.awayEndsMs - 1);
    await runDueJobs(store, { now: away + timing.awayEndsMs });
    expect(await conversation(conversationId)).toMatchObject({ ended_at: null });
    const end = away + timing.awayEndsMs - 1 + timing.reconnectGraceMs;
    await runDueJobs(store, { now: end });
    expect(await conversation(conversationId)).toMatchObject({ ended_at: end });
  });

  test('a silent guest gets a notice in time, and two minutes later the chat is over', async () => {
    const { guest } = await talk();
    await sendStored(store, guest, { body: 'Hello', now: start });
    const silent = start + timing.inactivityMs;
    await restart(silent - timing.inactivityNoticeMs - timing.reconnectGraceMs);
    await runDueJobs(store, { now: silent - timing.inactivityNoticeMs });
    const notices = await store.withDatabase((db) =>
      db.selectFrom('message').select('body').where('body_type', '=', 'notice').execute(),
    );
    expect(notices).toHaveLength(1);

    await restart(silent - timing.reconnectGraceMs);
    await runDueJobs(store, { now: silent - 1 });
    expect(await conversation(guest.conversationId)).toMatchObject({ ended_at: null, notice_at: null });
    await runDueJobs(store, { now: silent });
    expect(await conversation(guest.conversationId)).toMatchObject({ ended_at: silent });
  });

  test('a conversation that was never attached is deleted after five minutes', async () => {
    const { conversationId } = await createStoredGuest(store, start);
    await restart(start + timing.reapMs - timing.reconnectGraceMs);

    await runDueJobs(store, { now: start + timing.reapMs - 1 });
    expect(await conversation(conversationId)).toBeDefined();
    await runDueJobs(store, { now: start + timing.reapMs });
    expect(await conversation(conversationId)).toBeUndefined();
  });

  test('a media request still times out after its two minutes', async () => {
    const { guest, agent } = await talk();
    await store.storage.run('createMediaRequest', { agent, now: start, timing, types: ['COBROWSE'] });
    const state = async () => {
      const listed = await store.storage.run('listMediaRequests', { guest, now: start });
      return listed.value?.map((one) => one.state);
    };

    await overRestart(start + timing.mediaRequestMs, state, [['PENDING'], ['TIMEDOUT']]);
  });
});
