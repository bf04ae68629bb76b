import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { test } from './scene.ts';

for (const colorScheme of ['light', 'dark'] as const) {
  test(`rows 22 and 28: axe finds nothing in the states of a chat, widget and console, ${colorScheme}`, async ({
    page,
    host,
    visitor,
    agent,
  }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await agent.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await visitor.visit((await host('plain')).url);
    await visitor.open();
    await isClean(page, 'porchlight-chat');

    await visitor.panel.getByRole('textbox', { name: /name/i }).fill('Mira');
    await visitor.button(/start/i).click();
    await visitor.say('Hello');
    await isClean(page, 'porchlight-chat');
    await expect(agent.button('Accept').first()).toBeVisible({ timeout: 20_000 });
    await isClean(agent.page);

    await agent.accept();
    await agent.say('Good evening');
    await visitor.sees('Good evening');
    await agent.button(/co-browse/i).click();
    await expect(visitor.button('Accept')).toBeVisible();
    await isClean(page, 'porchlight-chat');
    await isClean(agent.page);

    await visitor.button('Decline').click();
    await visitor.button('End chat').click();
    await isClean(page, 'porchlight-chat');
    await visitor.button('End chat').last().click();
    await expect(visitor.button(/start a new chat/i)).toBeVisible();
    await isClean(page, 'porchlight-chat');
  });
}

async function isClean(page: Page, within = 'html'): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).include(within).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`)).toEqual([]);
}
