import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type SpawnedService, spawnService } from './spawn-service.ts';
import { signInAgent } from './test-agent.ts';
import { createConnectedChat, createGuest } from './test-guest.ts';

const minute = 60_000;
// A whole process, and on a busy machine an hour of its work.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 60_000 });

let folder: string;
let service: SpawnedService;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'porchlight-harness-'));
  service = await spawnService({ PORT: '0', HOST: '127.0.0.1', PORCHLIGHT_DATA: folder });
});
afterAll(async () => {
  await service.kill();
  await rm(folder, { recursive: true, force: true });
});

async function openOrganization() {
  const seed = await service.organization();
  const appFetch: typeof fetch = (input, init) => fetch(new URL(String(input), service.origin), init);
  return { seed, fetch: appFetch, agent: await signInAgent({ fetch: appFetch, client: seed.client }) };
}

test('an hour moved in the service does exactly what falls due in it, in its order [T2]', async () => {
  const place = await openOrganization();
  const { socket } = await createConnectedChat(place);
  const waiting = await createGuest(place);
  const { received } = await waiting.attach();
  const startAt = await service.advance(0);
  const before = socket.received.length;

  const endAt = await service.advance(60 * minute);

  expect(endAt - startAt).toBeGreaterThanOrEqual(60 * minute);
  await socket.closed;
  const frames = socket.received.slice(before);
  const work = frames.filter((what) => what !== 'WebSocket Heartbeat' && !what.startsWith('member other'));
  expect(work).toEqual(['notice', 'member guest DISCONNECTED', 'closed 1001']);
  expect([minutesUntil('notice'), minutesUntil('member guest DISCONNECTED')]).toEqual([13, 15]);
  const beats = frames.slice(0, frames.indexOf('closed 1001')).filter((what) => what === 'WebSocket Heartbeat');
  expect(beats.length).toBeGreaterThan(20);
  // The waiting guest is still connected after the hour: it answered every ping.
  expect(received.filter((what) => what.startsWith('closed'))).toEqual([]);
  expect((await waiting.say('Still here')).status).toBe(200);

  function minutesUntil(what: string): number {
    const frame = socket.frames[socket.received.indexOf(what, before)] as { eventBody: { timestamp: string } };
    return Math.round((Date.parse(frame.eventBody.timestamp) - startAt) / minute);
  }
});

test('what a token and an offer are good for passes with the moved time, and not before [T2]', async () => {
  const place = await openOrganization();
  const guest = await createGuest(place);
  const socket = await guest.attach();
  await expect.poll(async () => (await place.agent.chats()).length).toBe(1);

  await service.advance(20_000);
  expect(await place.agent.chats()).toHaveLength(1);
  await service.advance(15_000);
  expect(await place.agent.chats()).toHaveLength(0);

  await service.sleep(23 * 60 * minute);
  expect((await place.agent.call('GET', '/api/v2/users/me')).status).toBe(200);
  await service.sleep(61 * minute);
  expect((await place.agent.call('GET', '/api/v2/users/me')).status).toBe(401);
  socket.close();
});
