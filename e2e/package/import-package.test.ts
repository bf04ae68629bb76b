import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { expect } from '@playwright/test';
import { test } from '../support/fixtures.ts';

const hosts = path.join(import.meta.dirname, '../../dist/hosts');
const hostNames = ['plain', 'react', 'vue'];
const types: Record<string, string> = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript' };

test('projects with Vite, React and Vue chat by the package they imported', async ({
  service,
  visitor,
  page,
  pageErrors,
}) => {
  const { organizationId, deploymentId, queue } = await service.demo();
  const query = new URLSearchParams({ apiBase: service.origin, organizationId, deploymentId, queue });
  const site = createServer(async (request, response) => {
    const [file = ''] = (request.url ?? '').split('?');
    const content = await readFile(path.join(hosts, path.normalize(file))).catch(() => undefined);
    response.writeHead(content ? 200 : 404, { 'content-type': types[path.extname(file)] ?? 'text/plain' }).end(content);
  });
  site.listen(0, '127.0.0.1');
  await once(site, 'listening');
  const { port } = site.address() as AddressInfo;

  for (const host of hostNames) {
    await page.goto(`http://localhost:${port}/${host}/built/index.html?${query}`);
    await expect(page.locator('porchlight-chat')).toHaveCount(1);

    // One chat for all of them: they are pages of one site.
    if (host === 'plain') await visitor.startAs('Mira Okafor');
    await visitor.say(`Hello from ${host}`);

    await expect(page.getByText(`visitor: Hello from ${host}`)).toBeVisible();
  }

  for (const host of hostNames) await visitor.sees(`Hello from ${host}`);
  expect(pageErrors).toEqual([]);
  site.closeAllConnections();
  site.close();
});
