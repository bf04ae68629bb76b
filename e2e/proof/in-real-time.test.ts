import { expect } from '@playwright/test';
import { CuttableProxy } from '../support/cuttable-proxy.ts';
import { test as base } from '../support/fixtures.ts';
import { PorchlightService } from '../support/porchlight-service.ts';

const second = 1000;
const minute = 60 * second;

/** What the other journeys do in moved time, once on the service as it is started in production. */
const test = base.extend({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from this pattern
  service: async ({}, use) => {
    const service = await PorchlightService.start({}, 'production');
    await use(service);
    await service.stop();
  },
});

test('heartbeat: a line that goes silent is noticed, and ninety seconds later the chat goes on', async ({
  service,
  chatOn,
  visitor,
  agent,
}) => {
  test.setTimeout(5 * minute);
  const line = await CuttableProxy.to(service.port);
  await chatOn('plain', { 'data-api-base': line.origin });
  await visitor.say('into the tunnel');
  await agent.sees('into the tunnel');

  line.cut();
  const cutAt = Date.now();
  await visitor.composer.fill('written in the tunnel');
  await visitor.composer.press('Enter');
  await expect(agent.page.getByText(/away/i).first()).toBeVisible({ timeout: 90 * second });
  await expect(visitor.panel.getByText(/no connection/i).first()).toBeVisible();
  await expect.poll(() => Date.now() - cutAt, { timeout: 2 * minute }).toBeGreaterThan(90 * second);
  line.restore();

  await agent.sees('written in the tunnel');
  await visitor.say('out again');
  await agent.sees('out again');
  line.stop();
});

test('silence: a visitor who says nothing is asked, and the chat is over two minutes later', async ({
  chatOn,
  visitor,
  agent,
}) => {
  test.setTimeout(20 * minute);
  await chatOn('plain');
  await visitor.say('My last word');
  await agent.say('Anything else?');
  await visitor.sees('Anything else?');

  await expect(visitor.panel.getByText(/still there/i).first()).toBeVisible({ timeout: 14 * minute });
  await expect(visitor.button('Start a new chat')).toBeVisible({ timeout: 3 * minute });
});

test('offer: one that is not accepted goes back after thirty seconds, and comes again', async ({
  host,
  visitor,
  agent,
}) => {
  test.setTimeout(3 * minute);
  await visitor.visit((await host('plain')).url);
  await visitor.startAs('Mira Okafor');

  await expect(agent.row('Mira Okafor')).toBeVisible({ timeout: 20 * second });
  const offeredAt = Date.now();
  await expect(agent.page.getByText('The chat with Mira Okafor was not accepted in time').first()).toBeVisible({
    timeout: 45 * second,
  });
  expect(Date.now() - offeredAt).toBeGreaterThan(25 * second);
  await agent.accept();
  await agent.say('Here I am');
  await visitor.sees('Here I am');
});

test('token: what a site has signed opens a chat for five minutes and no longer', async ({
  service,
  host,
  visitor,
}) => {
  test.setTimeout(8 * minute);
  const { client } = await service.demo();
  const granted = await fetch(`${service.origin}/oauth/token`, {
    method: 'POST',
    headers: { Authorization: `Basic ${btoa(`${client.id}:${client.secret}`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  const { access_token: token } = (await granted.json()) as { access_token: string };
  const sign = async () => {
    const signed = await fetch(`${service.origin}/api/v2/signeddata`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ sub: 'customer-77', email: 'mira@example.com' }),
    });
    return ((await signed.json()) as { jwt: string }).jwt;
  };
  const create = async (jwt: string) => {
    const { organizationId, deploymentId, queue } = await service.demo();
    const answer = await fetch(`${service.origin}/api/v2/webchat/guest/conversations`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({
        organizationId,
        deploymentId,
        routingTarget: { targetType: 'QUEUE', targetAddress: queue },
        memberInfo: { displayName: 'Mira' },
        memberAuthToken: jwt,
      }),
    });
    return answer.status;
  };
  const late = await sign();
  await visitor.visit((await host('plain', { 'data-member-auth-token': await sign() })).url);
  await visitor.startAs('Mira Okafor');
  expect(await create(await sign())).toBe(200);

  const signedAt = Date.now();
  await expect.poll(() => Date.now() - signedAt, { timeout: 6 * minute }).toBeGreaterThan(5 * minute);

  expect(await create(late)).toBe(400);
});
