import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type InProcessServer, startInProcessServer } from '../testing/harness/in-process-server.ts';

let server: InProcessServer;
beforeAll(async () => {
  server = await startInProcessServer();
});
afterAll(() => server.stop());

const script = fileURLToPath(new URL('../../examples/import-deployments/import.mjs', import.meta.url));

async function importAll(file: unknown): Promise<string> {
  const { id, secret } = server.seed.client;
  const child = spawn(process.execPath, [script, server.origin, id, secret]);
  child.stdin.end(JSON.stringify(file));
  const [out, complaints] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return out + complaints;
}

test('createDeployment, replaceDeployment: an export of the old place is taken over with its ids, as often as one likes', async () => {
  const id = randomUUID();
  const shop = { id, name: 'Shop', allowedDomains: ['shop.example'], selfUri: `/api/v2/webchat/deployments/${id}` };
  const listing = { total: 1, entities: [shop], selfUri: '/api/v2/webchat/deployments' };

  expect(await importAll(listing)).toBe(`Shop: ${id}\n`);
  expect(await importAll([{ ...shop, description: 'Again' }])).toBe(`Shop: ${id}\n`);

  expect((await server.agent.call('GET', '/api/v2/webchat/deployments')).body).toMatchObject({ total: 2 });
  expect((await server.agent.call('GET', `/api/v2/webchat/deployments/${id}`)).body).toMatchObject({
    ...shop,
    description: 'Again',
  });
});

test('createDeployment: an import says what was refused, and why', async () => {
  expect(await importAll([{ id: randomUUID(), name: '' }])).toContain('400 constraint.validation');
});
