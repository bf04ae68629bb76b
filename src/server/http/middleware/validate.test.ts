import { afterAll, beforeAll, expect, test } from 'vitest';
import { type InProcessServer, startInProcessServer } from '../../../testing/harness/in-process-server.ts';
import { createBody } from '../../../testing/harness/test-guest.ts';

let server: InProcessServer;
beforeAll(async () => {
  server = await startInProcessServer();
});
afterAll(async () => {
  expect(server.bugs).toEqual([]);
  await server.stop();
});

const create = async (change: object) => {
  const answer = await server.fetch('/api/v2/webchat/guest/conversations', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(createBody(server.seed, change)),
  });
  return { status: answer.status, length: (await answer.text()).length };
};
const target = () => ({ targetType: 'QUEUE', targetAddress: server.seed.queue });
const customFields = Object.fromEntries(Array.from({ length: 2_000 }, (_, index) => [`field-${index}`, 1]));

test.each([
  ['15,000 wrong skills', () => ({ routingTarget: { ...target(), skills: Array(15_000).fill(1) } })],
  ['2,000 wrong custom fields', () => ({ memberInfo: { displayName: 'Ada', customFields } })],
  [
    'a field of a name 20,000 long',
    () => ({ memberInfo: { displayName: 'Ada', customFields: { ['x'.repeat(20_000)]: 1 } } }),
  ],
])('an answer about %s is short', async (_, change) => {
  const { status, length } = await create(change());

  expect(status).toBe(400);
  expect(length).toBeLessThan(6_000);
});
