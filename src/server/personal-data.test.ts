import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addAgent, administer, openQueue } from '../testing/harness/admin-seed.ts';
import { type InProcessServer, startInProcessServer } from '../testing/harness/in-process-server.ts';
import type { TestAgent } from '../testing/harness/test-agent.ts';
import { createConnectedChat } from '../testing/harness/test-guest.ts';
import { until } from '../testing/harness/until.ts';
import { allPermissions } from './domain/permissions.ts';

let server: InProcessServer;
let administrator: TestAgent;
beforeAll(async () => {
  server = await startInProcessServer();
  administrator = await addAgent(server, { name: 'Bo', permissions: allPermissions, capacity: 0 });
});
afterAll(async () => {
  expect(server.bugs).toEqual([]);
  await server.stop();
});

const pathOf = (email: string) => `/api/v2/personaldata?email=${encodeURIComponent(email)}`;
const dataOf = async (email: string) =>
  ((await administrator.call('GET', pathOf(email))).body as { chats: { id: string }[] }).chats.map(({ id }) => id);
const found = async (who: TestAgent, query: string) =>
  (
    (await who.call('GET', `/api/v2/conversations/history?${query}`)).body as { entities: { id: string }[] }
  ).entities.map(({ id }) => id);
const actions = async () => {
  const { entities } = (await administrator.call('GET', '/api/v2/audits')).body as {
    entities: { action: string; subject: { kind: string; name: string } }[];
  };
  return entities
    .filter(({ subject }) => subject.kind === 'personal data')
    .map(({ action, subject }) => `${action} ${subject.name}`);
};

/** All that stands in the store, table by table, where this text is part of it. */
const tablesWith = (text: string) =>
  administer(server, async (db) => {
    // FTS5 does not store text; another test checks its bytes.
    const tables = (await db.introspection.getTables()).filter(({ name }) => !name.startsWith('search_words'));
    const names: string[] = [];
    for (const { name } of tables) {
      const rows = await db
        .selectFrom(name as 'conversation')
        .selectAll()
        .execute();
      if (JSON.stringify(rows).includes(text)) names.push(name);
    }
    return names;
  });

test('a deleted chat has left every table, whatever was in it', async () => {
  const email = 'eve@all.example';
  const signed = await server.agent.call('POST', '/api/v2/signeddata', { sub: 'eve' });
  const { guest } = await createConnectedChat(server, {
    memberInfo: { displayName: 'Eve', email },
    memberAuthToken: (signed.body as { jwt: string }).jwt,
  });
  await guest.say('My secret');
  await server.agent.askForMedia(guest.id, ['COBROWSE']);
  await server.agent.call('POST', `/api/v2/conversations/chats/${guest.id}/notes`, { body: 'About her' });
  await guest.leave();
  await server.elapse(1000);
  expect((await tablesWith(guest.id)).toSorted()).toEqual(
    expect.arrayContaining([
      'conversation',
      'conversation_email',
      'media_request',
      'member',
      'message',
      'note',
      'search_row',
    ]),
  );

  expect((await administrator.call('DELETE', pathOf(email))).body).toEqual({ deleted: 1 });

  expect(await tablesWith(guest.id)).toEqual([]);
  expect(await tablesWith('My secret')).toEqual([]);
});

test('a chat that goes on is neither handed out nor deleted', async () => {
  const email = 'ida@now.example';
  const { guest } = await createConnectedChat(server, { memberInfo: { displayName: 'Ida', email } });

  expect(await dataOf(email)).toEqual([]);
  expect((await administrator.call('DELETE', pathOf(email))).body).toEqual({ deleted: 0 });
  expect(await guest.say('Still here')).toMatchObject({ status: 200 });
  await guest.leave();
  await server.elapse(1000);
  expect(await dataOf(email)).toEqual([guest.id]);
});

test('the log says whose data was handed out, and of what was deleted only how much', async () => {
  const email = 'liv@log.example';
  const { guest } = await createConnectedChat(server, { memberInfo: { displayName: 'Liv', email } });
  await guest.leave();
  await server.elapse(1000);

  await administrator.call('GET', pathOf(email));
  expect(await actions()).toContain(`exported ${email}`);
  await administrator.call('DELETE', pathOf(email));

  expect(await actions()).toContain('removed 1 chats');
  expect(await actions()).not.toContain(`removed ${email}`);
});

test('an agent who was only offered a chat does not find it', async () => {
  const sam = await addAgent(await openQueue(server), { name: 'Sam' });
  const { guest } = await createConnectedChat(server, { memberInfo: { displayName: 'Ola' } });
  const { participants } = await server.agent.conversation(guest.id);
  const mine = participants.findLast(({ userId }) => userId === server.agent.userId);
  const path = `/api/v2/conversations/chats/${guest.id}/participants/${mine?.id}/replace`;
  await server.agent.call('POST', path, { userId: sam.userId, transferType: 'Attended' });
  expect((await sam.chats()).map(({ id }) => id)).toEqual([guest.id]);

  await guest.leave();
  await server.elapse(1000);

  expect(await found(sam, 'name=ola')).toEqual([]);
  expect(await found(server.agent, 'name=ola')).toEqual([guest.id]);
});

test('chats that end at one moment come one a page, each once', async () => {
  const ids: string[] = [];
  const guests = [];
  for (let count = 0; count < 3; count++) {
    const { guest } = await createConnectedChat(server, { memberInfo: { displayName: 'Momentary' } });
    guests.push(guest);
  }
  for (const guest of guests) await guest.leave();
  await server.elapse(1000);

  for (let after = ''; ids.length < 5; after = `&after=${ids.at(-1)}`) {
    const page = await found(administrator, `name=momentary&pageSize=1${after}`);
    if (page.length === 0) break;
    ids.push(...page);
  }

  expect(ids.toSorted()).toEqual(guests.map(({ id }) => id).toSorted());
});

test('another organization finds nothing of ours, whatever its reader may see', async () => {
  const { guest } = await createConnectedChat(server, { memberInfo: { displayName: 'Ours' } });
  await guest.leave();
  await server.elapse(1000);
  const search = async (organizationId: string) => {
    const reader = { organizationId, userId: administrator.userId, seesAll: true };
    const { value } = await server.services.storage.run('searchHistory', { now: 0, reader, query: { most: 1 } });
    return value?.chats.length;
  };

  expect(await search(server.seed.organizationId)).toBe(1);
  expect(await search(randomUUID())).toBe(0);
});

test('of a chat of thousands of words each is found, and no agent by the name of a visitor', async () => {
  const words = Array.from({ length: 2_400 }, (_, index) => `w${index}`);
  const { guest } = await createConnectedChat(server, { memberInfo: { displayName: 'Wordy' } });
  for (let from = 0; from < words.length; from += 400) await guest.say(words.slice(from, from + 400).join(' '));
  await guest.leave();
  await server.elapse(1000);

  for (const text of ['w0', 'w999', 'w1000', 'w2399'])
    expect(await found(administrator, `text=${text}`)).toEqual([guest.id]);
  expect(await found(administrator, 'name=robin')).toEqual([]);
});

test('the export brings notes, fields and requests to share; what is deleted leaves the search’s own files too [S17]', async () => {
  const email = 'zoe@files.example';
  const { guest } = await createConnectedChat(server, {
    memberInfo: { displayName: 'Zoe', email, customFields: { order: 'order-77-zoe' } },
  });
  await guest.say('My word is qwyjibo4711');
  await server.agent.askForMedia(guest.id, ['COBROWSE']);
  await server.agent.call('POST', `/api/v2/conversations/chats/${guest.id}/notes`, { body: 'A note about zoe' });
  await guest.leave();
  await server.elapse(5000);
  await until(async () => {
    await server.elapse(5000);
    return (await found(administrator, 'text=qwyjibo4711')).length === 1;
  }, 'the chat found');

  const { body } = await administrator.call('GET', pathOf(email));
  expect(body).toMatchObject({
    chats: [
      {
        notes: [{ body: 'A note about zoe', author: { id: server.agent.userId } }],
        mediaRequests: [{ types: ['COBROWSE'], state: 'CANCELLED' }],
        data: { conversation: { id: guest.id } },
      },
    ],
  });
  expect(JSON.stringify(body)).toContain('order-77-zoe');
  await administrator.call('DELETE', pathOf(email));
  expect(await actions()).not.toContain(`exported ${email}`);
  if (server.databaseUrl !== undefined) return;
  const filesWith = (text: string) =>
    readdirSync(server.folder).filter((name) => readFileSync(join(server.folder, name)).includes(text));
  await until(async () => {
    await server.elapse(60 * 60 * 1000);
    return [email, 'qwyjibo4711', 'A note about zoe', 'order-77-zoe'].flatMap(filesWith).length === 0;
  }, 'all of it gone from every file');
});
