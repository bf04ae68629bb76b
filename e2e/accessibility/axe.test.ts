import { expect, type Page } from '@playwright/test';
import { CuttableProxy } from '../support/cuttable-proxy.ts';
import { test } from '../support/fixtures.ts';
import { widgetFaults } from '../support/inspection.ts';

/** The state that a service reports when an agent loses the connection; ours does not report it. */
async function loseAgents(page: Page): Promise<void> {
  await page.route('**/members?*', async (route) => {
    const answer = await route.fetch();
    const { entities, ...rest } = await answer.json();
    const lost = entities.map((one: { role: string }) =>
      one.role === 'AGENT' ? { ...one, state: 'DISCONNECTED' } : one,
    );
    await route.fulfill({ response: answer, json: { ...rest, entities: lost } });
  });
}

/** The longest pause before a lost line is tried again. */
const nextAttemptMs = 15_000;

test.use({ movesTime: true });

test('rows 22 and 28: axe, targets, spacing, size and edges are right in every state of a chat, light, dark and forced', async ({
  page,
  host,
  visitor,
  agent,
  service,
  time,
}) => {
  test.slow();
  const found: Record<string, string[]> = {};
  const check = async (state: string) => {
    found[state] = await widgetFaults(page);
  };
  const line = await CuttableProxy.to(service.port);
  const site = await host('plain', {
    'data-api-base': line.origin,
    'data-consent': 'required',
    'data-text-consent-url': '/privacy',
    'data-form': 'name,email?',
  });
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await visitor.visit(site.url);
  await visitor.launcher.hover();
  await page.mouse.down();
  await page.mouse.move(100, 100);
  await page.mouse.up();
  await expect(visitor.panel).toBeHidden();
  await check('closed');

  await visitor.open();
  await check('consent');
  await visitor.button('I agree').click();
  await visitor.button('Start').click();
  await expect(visitor.panel.getByRole('textbox', { name: 'Your name' })).toHaveAttribute('aria-invalid', 'true');
  await check('form with an error');
  await visitor.panel.getByRole('textbox', { name: 'Your name' }).fill('Mira Okafor');
  await page.route('**/guest/conversations', (route) => route.fulfill({ status: 403, body: '{}' }));
  await visitor.button('Start').click();
  await expect(visitor.button('Try again')).toBeVisible();
  await check('failed start');
  await page.unroute('**/guest/conversations');
  await visitor.button('Try again').click();
  await visitor.say('Hello');
  await expect(visitor.panel.getByText('We are finding someone')).toBeVisible();
  await check('waiting');

  await agent.accept();
  await agent.say('Good evening');
  await agent.say('It stands on https://shop.example/lamps, at the end');
  await visitor.sees('Good evening');
  await page.route('**/messages', (route) => route.fulfill({ status: 400, body: '{}' }));
  await visitor.say('Nobody takes this');
  await expect(visitor.button('Retry')).toBeVisible();
  await page.unroute('**/messages');
  await check('talk, with a link and a message that was not sent');

  const checkAgain = async () => {
    line.cut();
    line.restore();
    await time.pass(nextAttemptMs);
  };
  await loseAgents(page);
  await checkAgain();
  const status = visitor.panel.locator('[part="status"]');
  await expect(status).toHaveText('Away for a moment');
  await check('away');
  await page.unroute('**/members?*');
  await checkAgain();
  await expect(status).not.toHaveText('Away for a moment');

  await agent.button(/co-browse/i).click();
  await expect(visitor.button('Accept')).toBeVisible();
  await check('request to share');
  await visitor.button('Decline').click();
  await visitor.button('More').click();
  await expect(visitor.panel.getByRole('menu')).toBeVisible();
  await check('menu');
  await visitor.panel.getByRole('menuitem', { name: 'Copy transcript' }).click();
  await expect(visitor.panel.getByText(/was copied|let us copy/)).toBeVisible();
  await check('notice');
  await visitor.button('End chat').click();
  await check('question whether to end');
  await visitor.button('Keep chatting').click();

  await visitor.button('Close').click();
  await agent.say('Are you there?');
  await expect(visitor.launcher).toHaveAccessibleName('Chat, 1 unread');
  await check('closed, one unread');
  await visitor.open();
  await expect(visitor.panel.getByText('New messages')).toBeVisible();
  await check('unread line');
  line.cut();
  await visitor.composer.fill('word '.repeat(780));
  await expect(visitor.panel.getByText('Your messages wait here.')).toBeVisible();
  await check('offline, with little room left');
  line.restore();
  await time.pass(nextAttemptMs);
  await expect(visitor.panel.getByText('Your messages wait here.')).toBeHidden();

  await page.setViewportSize({ width: 360, height: 640 });
  await check('sheet');
  await page.setViewportSize({ width: 320, height: 256 });
  await check('sheet at 400 %');
  await visitor.button('End chat').click();
  await visitor.button('End chat').last().click();
  await expect(visitor.button('Start a new chat')).toBeVisible();
  await check('ended');
  line.stop();

  expect(Object.entries(found).filter(([, faults]) => faults.length)).toEqual([]);
  expect(Object.keys(found)).toHaveLength(17);
});
