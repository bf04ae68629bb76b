import { expect } from '@playwright/test';
import { CuttableProxy } from '../support/cuttable-proxy.ts';
import { test } from '../support/fixtures.ts';

/** As long as promised, and longer than the service waits before it tells the agent that the visitor is away. */
const tunnelMs = 90_000;
/** The longest pause between two attempts to come back. */
const nextAttemptMs = 30_000;

test.use({ movesTime: true });

test('row 40: after ninety seconds without a line the chat goes on and nothing is lost', async ({
  service,
  time,
  chatOn,
  visitor,
  agent,
}) => {
  const line = await CuttableProxy.to(service.port);
  await chatOn('plain', { 'data-api-base': line.origin });
  await visitor.say('into the tunnel');
  await agent.sees('into the tunnel');

  line.cut();
  await visitor.composer.fill('written in the tunnel');
  await visitor.composer.press('Enter');
  await agent.say('said meanwhile');
  await time.pass(tunnelMs);
  await expect(agent.page.getByText(/away/i).first()).toBeVisible();
  await expect(visitor.panel.getByText(/no connection/i).first()).toBeVisible();
  line.restore();
  await time.passUntil(visitor.message('said meanwhile'), nextAttemptMs);

  await agent.sees('written in the tunnel');
  await visitor.sees('said meanwhile');
  await visitor.sees('written in the tunnel');
  await visitor.say('out again');
  await agent.sees('out again');
  line.stop();
});
