import { expect, type Page } from '@playwright/test';
import { Agent } from '../support/agent.ts';
import { test } from '../support/fixtures.ts';
import { Visitor } from '../support/visitor.ts';

/** How long an offer stands before the next agent gets it. */
const offerMs = 30_000;

test.use({ movesTime: true });

test('two agents share three visitors: offered, missed, taken, talked to in two tabs, handed on and found again', async ({
  newContext,
  service,
  time,
  host,
  agent: robin,
}) => {
  const { administrator } = await service.demo();
  const open = async () => (await newContext()).newPage();
  const visit = async (name: string) => {
    const visitor = new Visitor(await open());
    await visitor.visit((await host('plain')).url);
    await visitor.startAs(name);
    return visitor;
  };
  const kim = new Agent(await open());
  await kim.arriveAt(service, administrator);
  await robin.page.setViewportSize({ width: 1280, height: 440 });

  const mira = await visit('Mira Okafor');
  await robin.accept();
  await mira.say('The lamp came without its wick');
  await robin.sees('The lamp came without its wick');
  for (let line = 0; line < 12; line++) await robin.say(`Let me look, ${line}`);
  await robin.writeNote('She has written before');

  // While an unanswered offer runs out, the agent who types in another chat is not disturbed.
  await robin.row('Mira Okafor').focus();
  await robin.transcript.evaluate((log) => log.scrollTo(0, 0));
  const before = await whereOneIs(robin.page);
  const ben = await visit('Ben Adler');
  await expect(robin.row('Ben Adler')).toBeVisible({ timeout: 20_000 });
  expect(await robin.page.title()).toContain('(1) waiting');
  expect(await whereOneIs(robin.page)).toEqual(before);
  await kim.page.getByRole('switch', { name: /on queue/i }).click();
  await time.pass(offerMs);
  const list = robin.page.getByRole('navigation', { name: 'Chats' });
  await expect(list.getByText('The chat with Ben Adler was not accepted in time')).toBeVisible();
  await expect(robin.row('Ben Adler')).toBeHidden();
  expect(await whereOneIs(robin.page)).toEqual(before);
  await kim.accept();
  await ben.say('Are you there?');
  await kim.sees('Are you there?');
  await kim.say('I am, Kim here');
  await ben.sees('I am, Kim here');

  const cleo = await visit('Cleo Marsh');
  const taker = await Promise.race(
    [robin, kim].map(async (one) =>
      one
        .row('Cleo Marsh')
        .waitFor({ timeout: 20_000 })
        .then(() => one),
    ),
  );
  await taker.accept();
  await taker.say('Good evening, Cleo');
  await cleo.sees('Good evening, Cleo');
  for (const other of [mira, ben]) await expect(other.message('Good evening, Cleo')).toHaveCount(0);

  // A second tab goes on where the first one stopped, and what it sends stands in neither field any more.
  await robin.row('Mira Okafor').click();
  await robin.composer.fill('A wick');
  await robin.composer.press('Home');
  const beside = new Agent(await robin.page.context().newPage());
  await beside.page.goto(robin.page.url());
  await expect(beside.composer).toHaveValue('A wick');
  await beside.composer.press('End');
  await beside.composer.pressSequentially(' is found');
  await expect(robin.composer).toHaveValue('A wick is found');
  expect(await robin.composer.evaluate((field: HTMLTextAreaElement) => field.selectionEnd)).toBe(0);
  await beside.composer.press('Enter');
  await expect(robin.composer).toHaveValue('');
  for (const side of [robin, beside, mira]) await side.sees('A wick is found');

  // Handed on with a note, which with all the others stays among colleagues.
  await robin.button('Transfer').click();
  const transfer = robin.page.getByRole('dialog', { name: 'Transfer the chat with Mira Okafor' });
  await transfer.getByRole('searchbox').fill('kim');
  await transfer.getByRole('textbox', { name: /Note/ }).fill('Wants a wick, size two');
  await transfer.getByRole('button', { name: 'Transfer' }).click();
  await expect(beside.button('Wrap up')).toBeVisible();
  await robin.wrapUp('Order', 'Kim goes on');
  for (const side of [robin, beside]) await expect(side.row('Mira Okafor')).toBeHidden();
  await beside.page.close();
  await kim.row('Mira Okafor').click({ timeout: 20_000 });
  await kim.accept();
  await kim.sees('The lamp came without its wick');
  for (const note of ['She has written before', 'Wants a wick, size two']) {
    await expect(kim.page.getByRole('note').filter({ hasText: note })).toBeVisible();
  }
  await kim.say('Size two is on its way');
  await mira.sees('Size two is on its way');
  await expect(mira.panel.getByText(/written before|size two/)).toHaveCount(0);

  await mira.button('End chat').click();
  await mira.button('End chat').last().click();
  await kim.wrapUp('Answered', 'A new wick');
  await expect(kim.row('Mira Okafor')).toBeHidden();

  // The agent who took part finds the chat again.
  const { page } = robin;
  await page.getByRole('link', { name: 'History' }).click();
  await page.getByLabel('Words').fill('wick');
  await page.getByLabel('Name').fill('okaf');
  await page.getByRole('button', { name: 'Search' }).click();
  await page.getByRole('link', { name: /Mira Okafor/ }).click();
  await robin.sees('The lamp came without its wick');
  await robin.sees('Size two is on its way');
  for (const note of ['She has written before', 'Wants a wick, size two']) {
    await expect(page.getByRole('note').filter({ hasText: note })).toBeVisible();
  }
  await expect(page.getByText('Wrapped up by Kim Haddad: Answered: A new wick')).toBeVisible();
  await expect(page.getByText('Wrapped up by Robin Ahlberg: Order: Kim goes on')).toBeVisible();
});

/** What has the focus, and how far the lists are scrolled. */
function whereOneIs(page: Page) {
  return page.evaluate(() => ({
    focus: document.activeElement?.getAttribute('data-chat'),
    log: document.querySelector('[role=log]')?.scrollTop,
    list: document.querySelector('nav')?.scrollTop,
    window: window.scrollY,
  }));
}
