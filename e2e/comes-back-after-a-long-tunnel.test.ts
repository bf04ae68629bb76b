import { expect } from '@playwright/test';
import { CuttableLine } from './cuttable-line.ts';
import { test } from './scene.ts';

test('after so long without a line that the agent was told "away", the chat goes on and nothing is lost', async ({
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
  await visitor.composer.fill('written in the tunnel');
  await visitor.composer.press('Enter');
  await agent.say('said meanwhile');
  await expect(agent.page.getByText(/away/i).first()).toBeVisible({ timeout: 90_000 });
  await expect(visitor.panel.getByText(/no connection/i).first()).toBeVisible();
  line.restore();

  await agent.sees('written in the tunnel');
  await visitor.sees('said meanwhile');
  await visitor.sees('written in the tunnel');
  await visitor.say('out again');
  await agent.sees('out again');
  line.stop();
});
