import { expect } from '@playwright/test';
import { Agent } from '../support/agent.ts';
import { test } from '../support/fixtures.ts';
import { handsOn } from '../support/keyboard.ts';
import { Visitor } from '../support/visitor.ts';

test('a whole shift of an agent by keyboard alone, with the focus in sight at every stop', async ({
  browser,
  service,
  host,
  visitor,
}) => {
  test.setTimeout(120_000);
  const { agent: known, administrator } = await service.demo();
  const page = await (await browser.newContext()).newPage();
  const agent = new Agent(page);
  const keys = handsOn(page, 'page');
  await page.goto(`${service.origin}/console/`);
  // The page has loaded before the console is drawn, and until then there is nothing to tab to.
  await expect(page.getByLabel('E-mail')).toBeVisible();

  await keys.tabTo('E-mail');
  await page.keyboard.type(known.email);
  await keys.tabTo('Password');
  await page.keyboard.type(known.password);
  await keys.press('Enter');
  const onQueue = page.getByRole('switch', { name: 'On queue' });
  await expect(onQueue).toBeVisible();
  await keys.tabTo('On queue');
  await keys.press('Space');
  await expect(onQueue).toHaveAttribute('aria-checked', 'false');
  await keys.press('Space');
  await expect(onQueue).toHaveAttribute('aria-checked', 'true');
  await keys.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await keys.press('Escape');

  await visitor.visit((await host('plain')).url);
  await visitor.startAs('Mira Okafor');
  await expect(agent.button('Accept').first()).toBeVisible({ timeout: 20_000 });
  await page.keyboard.press('a');
  await expect(agent.composer).toBeFocused();
  await page.keyboard.type('Good evening');
  await keys.press('Enter');
  await visitor.sees('Good evening');
  await visitor.say('My lamp is broken');

  // From writing to the row, from there to the note and back.
  await keys.press('Escape');
  await expect(agent.row('Mira Okafor')).toBeFocused();
  await page.keyboard.press('n');
  const note = page.getByRole('textbox', { name: 'Note' });
  await expect(note).toBeFocused();
  await page.keyboard.type('Her third lamp');
  await keys.press('Enter');
  await expect(page.getByRole('note').filter({ hasText: 'Her third lamp' })).toBeVisible();
  await keys.press('Escape');
  await page.keyboard.press('r');
  await expect(agent.composer).toBeFocused();
  await keys.tabTo('Conversation', 'Shift+Tab');
  await keys.press('ArrowUp');

  await keys.tabTo('Ask for co-browse', 'Shift+Tab');
  await keys.press('Enter');
  await expect(visitor.button('Decline')).toBeVisible();
  await expect(agent.button('Cancel request')).toBeVisible();
  await keys.tabTo('Cancel request');
  await keys.press('Enter');
  await expect(agent.button('Dismiss')).toBeFocused();
  await keys.press('Enter');
  await expect(agent.composer).toBeFocused();
  await keys.press('Escape');

  await page.keyboard.press('r');
  await expect(agent.composer).toBeFocused();
  await page.keyboard.type('/hel');
  await expect(page.getByRole('option')).toBeVisible();
  const greeting = 'Hello Mira Okafor, this is Robin Ahlberg. How can I help?';
  await keys.press('Enter');
  await expect(agent.composer).toHaveValue(greeting);
  await keys.press('Enter');
  await visitor.sees(greeting);

  // Handed to a colleague, who answers and ends it.
  const kim = new Agent(await (await browser.newContext()).newPage());
  await kim.signInAs(service, administrator ?? { email: '', password: '' });
  await keys.press('Escape');
  await page.keyboard.press('t');
  const transfer = page.getByRole('dialog', { name: 'Transfer the chat with Mira Okafor' });
  await expect(transfer.getByRole('searchbox')).toBeFocused();
  await page.keyboard.type('kim');
  await expect(transfer.getByRole('radio')).toHaveCount(1);
  await keys.tabTo('Note to colleagues; the visitor never sees it');
  await page.keyboard.type('Wants a wick');
  await keys.tabTo('Transfer');
  await keys.press('Enter');
  await expect(page.getByRole('radio', { name: 'Answered' })).toBeFocused();
  await keys.press('ArrowDown');
  await expect(page.getByRole('radio', { name: 'Complaint' })).toBeChecked();
  await keys.tabTo('Notes');
  await page.keyboard.type('Kim goes on');
  await keys.tabTo('Wrap up');
  await keys.press('Enter');
  await expect(agent.row('Mira Okafor')).toBeHidden();
  await kim.accept();
  await expect(kim.page.getByRole('note').filter({ hasText: 'Wants a wick' })).toBeVisible();

  const other = new Visitor(await (await browser.newContext()).newPage());
  await other.visit((await host('plain')).url);
  await other.startAs('Ben Adler');
  await expect(agent.row('Ben Adler')).toBeVisible({ timeout: 20_000 });
  await page.keyboard.press('a');
  await expect(agent.composer).toBeFocused();
  await page.keyboard.type('A word to Ben');
  await keys.press('Enter');
  await other.sees('A word to Ben');
  await keys.press('Escape');
  await page.keyboard.press('e');
  await expect(page.getByRole('button', { name: 'Cancel', exact: true })).toBeFocused();
  await keys.tabTo('End chat');
  await keys.press('Enter');
  await expect(page.getByRole('radio', { name: 'Answered' })).toBeFocused();
  await keys.tabTo('Close without');
  await keys.press('Enter');
  await expect(agent.row('Ben Adler')).toBeHidden();
  await expect(page.getByRole('navigation', { name: 'Chats' })).toBeFocused();

  await keys.tabTo('History', 'Shift+Tab');
  await keys.press('Enter');
  await expect(page.getByLabel('Words')).toBeFocused();
  await page.keyboard.type('word to');
  await keys.press('Enter');
  await expect(page.getByRole('link', { name: /Ben Adler/ })).toBeVisible();
  await keys.tabTo(/^Ben Adler/);
  await keys.press('Enter');
  await agent.sees('A word to Ben');
  await keys.tabTo('Conversation');

  await keys.tabTo('Sign out', 'Shift+Tab');
  await keys.press('Enter');
  await expect(agent.button('Sign in')).toBeVisible();
});
