import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import { addAgent, administer } from '../../testing/harness/admin-seed.ts';
import { type InProcessServer, startInProcessServer } from '../../testing/harness/in-process-server.ts';
import type { TestAgent } from '../../testing/harness/test-agent.ts';
import { createConnectedChat, createGuest, openSocket } from '../../testing/harness/test-guest.ts';
import { engines } from '../../testing/harness/test-store.ts';
import { allPermissions } from '../domain/permissions.ts';

let server: InProcessServer;
afterEach(async () => {
  expect(server.bugs).toEqual([]);
  await server.stop();
});

const channels = '/api/v2/notifications/channels';

async function listen(agent: TestAgent, topics: string[]) {
  const { body } = await agent.call('POST', channels);
  const { id, connectUri } = body as { id: string; connectUri: string };
  const socket = await openSocket(connectUri);
  onTestFinished(() => socket.close());
  await agent.call(
    'POST',
    `${channels}/${id}/subscriptions`,
    topics.map((topic) => ({ id: topic })),
  );
  const received = () => socket.frames.filter(({ topicName }) => topics.includes(topicName)).length;
  const settled = async () => {
    socket.send('{"message":"ping"}');
    await socket.waitFor('pong');
    socket.received.length = 0;
  };
  return { id, socket, heard: received, settled };
}

const queueIdOf = async (name: string) => {
  const queue = await administer(server, (db) =>
    db.selectFrom('queue').selectAll().where('name', '=', name).executeTakeFirstOrThrow(),
  );
  return queue.id;
};

describe.each(engines)('on %s', (engine) => {
  test.each(['an administrator', 'a command'])(
    'who leaves a queue by %s hears nothing more of it on channels opened before [S5]',
    async (by) => {
      server = await startInProcessServer({ engine });
      const kim = await addAgent(server, { name: 'Kim', permissions: allPermissions });
      const queueId = await queueIdOf(server.seed.queue);
      const topic = `v2.routing.queues.${queueId}.conversations.chats`;
      const [leaving, staying] = [await listen(server.agent, [topic]), await listen(kim, [topic])];
      const secret = await createGuest(server, { memberInfo: { displayName: 'Ada', customFields: { order: '77' } } });
      await secret.attach();
      await leaving.settled();
      const before = leaving.heard();
      expect(before).toBeGreaterThan(0);

      if (by === 'an administrator') {
        const given = { name: server.seed.queue, memberIds: [kim.userId] };
        expect((await kim.call('PUT', `/api/v2/routing/queues/${queueId}`, given)).status).toBe(200);
      } else {
        // In a process of its own: no event reaches this service.
        const change = { queue: server.seed.queue, email: server.seed.agent.email, isMember: false, now: 0 };
        await server.services.storage.run('changeMembership', change);
      }
      const next = await createGuest(server);
      await next.attach();
      await staying.settled();
      await leaving.settled();

      expect(leaving.heard()).toBe(before);
      expect(staying.heard()).toBeGreaterThan(before);
      const stored = await server.agent.call('GET', `${channels}/${leaving.id}/subscriptions`);
      expect(stored.body).toEqual({ entities: [] });
    },
  );

  test('an agent who transferred a chat can neither read nor follow it, also after its end', async () => {
    server = await startInProcessServer({ engine });
    const robin = server.agent;
    const { guest, socket } = await createConnectedChat(server);
    onTestFinished(() => socket.close());
    await guest.say('Before');
    const kim = await addAgent(server, { name: 'Kim' });
    const path = `/api/v2/conversations/chats/${guest.id}`;
    const kinds = ['messages', 'members', 'mediarequests', 'notes'];
    const listeners = await listen(
      robin,
      kinds.map((kind) => `v2.conversations.chats.${guest.id}.${kind}`),
    );
    const participant = (await robin.conversation(guest.id)).participants.find(({ userId }) => userId === robin.userId);
    const replaced = await robin.call('POST', `${path}/participants/${participant?.id}/replace`, {
      userId: kim.userId,
    });
    expect(replaced.status).toBeLessThan(300);
    await listeners.settled();
    const before = listeners.heard();
    await server.elapse(1);

    await kim.accept(guest.id);
    await guest.say('After');
    const { id: late } = await kim.say(guest.id, 'For you alone');
    await kim.call('POST', `${path}/notes`, { body: 'Between colleagues' });
    const request = await kim.askForMedia(guest.id);
    await listeners.settled();

    expect(listeners.heard()).toBe(before);
    const bodies = async (address: string) => {
      const { body } = await robin.call('GET', address);
      return (body as { entities: { body?: string }[] }).entities.map((one) => one.body).filter(Boolean);
    };
    expect(await bodies(`${path}/messages`)).toEqual(['Before']);
    expect((await robin.call('GET', `${path}/messages/${late}`)).status).toBe(404);
    expect(await bodies(`${path}/notes`)).toEqual([]);
    expect((await robin.call('GET', `${path}/mediarequests/${request.id}`)).status).toBe(404);
    const cancel = { types: ['COBROWSE'], state: 'CANCELLED' };
    expect((await robin.call('PATCH', `${path}/mediarequests/${request.id}`, cancel)).status).toBeGreaterThan(400);
    const again = await listen(robin, [`v2.conversations.chats.${guest.id}.messages`]);
    await guest.say('Still between us');
    await again.settled();
    expect(again.heard()).toBe(0);

    await kim.end(guest.id);
    await administer(server, (db) => db.deleteFrom('queue_member').where('user_id', '=', robin.userId).execute());
    await administer(server, (db) =>
      db.updateTable('oauth_client').set({ permissions: '[]' }).where('user_id', '=', robin.userId).execute(),
    );
    const history = `/api/v2/conversations/history/${guest.id}`;
    expect(await bodies(`${history}/messages`)).toEqual(['Before']);
    expect((await robin.call('GET', history)).body).toMatchObject({ notes: [] });
    await administer(server, (db) =>
      db
        .updateTable('oauth_client')
        .set({ permissions: '["conversation:history:viewAll"]' })
        .where('user_id', '=', robin.userId)
        .execute(),
    );
    expect(await bodies(`${history}/messages`)).toContain('For you alone');
  });
});
