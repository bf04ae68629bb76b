import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from '@playwright/test';
import { Agent } from '../support/agent.ts';
import { test } from '../support/fixtures.ts';
import { HostPage } from '../support/host-page.ts';
import { axeFaults } from '../support/inspection.ts';
import { PorchlightService } from '../support/porchlight-service.ts';

const ada = { email: 'ada@example.com', password: 'a long enough password' };
const admin = fileURLToPath(new URL('../../src/server/cli/main.ts', import.meta.url));

test('from an empty service to a chat on another site, in the browser only', async ({ browser, visitor }) => {
  test.slow();
  const service = await PorchlightService.start({ PORCHLIGHT_DEMO: 'off' });
  const env = { ...process.env, PORCHLIGHT_DEMO: 'off', PORCHLIGHT_DATA: service.dataFolder };
  const run = async (...words: string[]) => {
    const done = promisify(execFile)(process.execPath, [admin, ...words], { env });
    done.child.stdin?.end(`${ada.password}\n`);
    await done;
  };
  await run('create', 'organization', 'Example Ltd');
  await run('create', 'user', ada.email, '--name', 'Ada Byron', '--role', 'administrator');

  const desk = await browser.newContext();
  const agent = new Agent(await desk.newPage());
  const { page } = agent;
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await agent.signInAs(service, ada);
  await page.getByRole('link', { name: 'Administration' }).click();
  const queue = page.getByRole('form', { name: 'New queue' });
  await queue.getByLabel('Name', { exact: true }).fill('Lamps & "oil"');
  await queue.getByRole('checkbox', { name: 'Ada Byron' }).check();
  await queue.getByRole('button', { name: 'Create' }).click();
  await expect(page.getByText('· 1 member')).toBeVisible();
  const deployment = page.getByRole('form', { name: 'New deployment' });
  await deployment.getByLabel('Name', { exact: true }).fill('The shop');
  await deployment.getByLabel(/Sites that may use it/).fill('localhost');
  await deployment.getByRole('button', { name: 'Create' }).click();
  await page.locator('summary', { hasText: 'The shop' }).click();

  await page.getByLabel('Light or dark').selectOption('Dark');
  await page.getByLabel('Ready-made look').selectOption('Ink');
  await page.getByLabel('Words on the launcher').fill('Chat about lamps');
  await page.getByRole('button', { name: /^Copy: The tag to paste/ }).click();
  const preview = page.frameLocator('iframe[title="The widget as visitors see it"]').locator('porchlight-chat');
  await expect(preview.getByRole('dialog')).toBeVisible();
  await expect(preview).toHaveCSS('--porchlight-radius', '0');
  await expect(page.getByText(/^Copied$|it is selected/)).toBeVisible();
  expect(await axeFaults(page)).toEqual([]);
  const tag = await page.getByRole('textbox', { name: /tag to paste/ }).inputValue();
  const pinned = await page.getByRole('textbox', { name: /for this very version/ }).inputValue();

  const site = await HostPage.serve('plain', { origin: service.origin, attributes: {} });
  await page.getByRole('link', { name: 'To the desk' }).click();
  const onQueue = page.getByRole('switch', { name: /on queue/i });
  if ((await onQueue.getAttribute('aria-checked')) !== 'true') await onQueue.click();
  await visitor.visit(site.write('/pinned', pinned));
  await visitor.visit(site.write('/shop', tag));
  await expect(visitor.launcher).toHaveAccessibleName(/Chat about lamps/);
  await visitor.startAs('Mira Okafor');
  await agent.accept();
  await visitor.say('Do you sell wicks?');
  await agent.sees('Do you sell wicks?');
  await agent.say('We do');
  await visitor.sees('We do');

  site.stop();
  await desk.close();
  await service.stop();
});
