import { expect } from '@playwright/test';
import { CuttableLine } from './cuttable-line.ts';
import { test } from './scene.ts';

/** As long as promised, and longer than the service waits before it tells the agent that the visitor is away. */
const tunnelMs = 90_000;

test('row 40: after ninety seconds without a line the chat goes on and nothing is lost', async ({
  service,
  chatOn,
  visitor,
  agent,
}) => {
  test.setTimeout(180_000);
  const line = await CuttableLine.to(service.port);
  await chatOn('plain', { 'data-api-base': line.origin });
  await visitor.say('into the tunnel');
  await agent.sees('into the tunnel');

  line.cut();
  const cutAt = Date.now();
  await visitor.composer.fill('written in the tunnel');
  await visitor.composer.press('Enter');
  await agent.say('said meanwhile');
  await expect(agent.page.getByText(/away/i).first()).toBeVisible({ timeout: tunnelMs });
  await expect(visitor.panel.getByText(/no connection/i).first()).toBeVisible();
  await expect.poll(() => Date.now() - cutAt, { timeout: tunnelMs }).toBeGreaterThan(tunnelMs);
  line.restore();

  await agent.sees('written in the tunnel');
  await visitor.sees('said meanwhile');
  await visitor.sees('written in the tunnel');
  await visitor.say('out again');
  await agent.sees('out again');
  line.stop();
});
