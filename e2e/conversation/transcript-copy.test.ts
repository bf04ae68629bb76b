import { readFile } from 'node:fs/promises';
import { expect } from '@playwright/test';
import { test } from '../support/fixtures.ts';
import { TalkativeAgent } from '../support/measure/long-chat.ts';
import type { Visitor } from '../support/visitor.ts';

const nasty = '<b onmouseover="alert(1)">bold</b> & =1+1';

test('row 65: the menu saves the chat as text, page and JSON, copies it and prints it', async ({
  page,
  context,
  chatOn,
  visitor,
  agent,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.addInitScript(() => {
    window.print = () => {
      (window.top as Window & { printed?: string }).printed = document.body.innerText;
    };
  });
  await chatOn('plain');
  await visitor.say(nasty);
  await agent.say('two\nlines'.replace('\n', ' '));
  await visitor.sees('two lines');

  const text = await saved(visitor, 'Save transcript as text');
  expect(text.name).toMatch(/^chat-\d{4}-\d\d-\d\d\.txt$/);
  expect(text.content).toContain(`Mira Okafor: ${nasty}`);
  expect(text.content).toMatch(/two lines/);
  expect(text.content).toMatch(/\[\w+ \d+, \d{4}, [\d:]+.(AM|PM) [A-Z]+.*\] Mira/);

  const html = await saved(visitor, 'Save transcript as web page');
  expect(html.content).toContain('&lt;b onmouseover=&quot;alert(1)&quot;&gt;bold&lt;/b&gt; &amp; =1+1');
  expect(html.content).not.toContain('<b onmouseover');
  expect(html.content).toContain("default-src 'none'");

  const json = JSON.parse((await saved(visitor, 'Save transcript as JSON')).content);
  expect(json).toMatchObject({ isComplete: true, title: 'Chat with us' });
  const messages = json.messages.filter(({ role }: { role: string }) => role !== 'system');
  expect(messages).toMatchObject([
    { role: 'visitor', from: 'Mira Okafor', text: nasty },
    { role: 'agent', text: 'two lines' },
  ]);
  expect(messages[0].at).toMatch(/^\d{4}-.*Z$/);

  await choose(visitor, 'Copy transcript');
  await expect(visitor.panel.getByText('The transcript was copied.')).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain(nasty);

  await choose(visitor, 'Print transcript');
  await expect.poll(() => page.evaluate(() => (window as Window & { printed?: string }).printed)).toContain(nasty);
});

test('under the strictest policy a chat can be printed and saved too', async ({
  page,
  chatOn,
  visitor,
  pageErrors,
}) => {
  await page.addInitScript(() => {
    window.print = () => {
      (window.top as Window & { printed?: string }).printed = getComputedStyle(
        document.querySelector('.who') ?? document.body,
      ).fontSize;
    };
  });
  await chatOn('hostile');
  await visitor.say('Hello');

  await choose(visitor, 'Print transcript');
  await expect.poll(() => page.evaluate(() => (window as Window & { printed?: string }).printed)).toBe('12.75px');
  expect((await saved(visitor, 'Save transcript as text')).content).toContain('Mira Okafor: Hello');
  expect(pageErrors).toEqual([]);
});

test('a long chat is saved whole, with the pages that were not loaded yet', async ({
  page,
  service,
  chatOn,
  visitor,
}) => {
  await chatOn('plain');
  const count = 130;
  await (await TalkativeAgent.in(service)).say(1, count);
  await visitor.sees(`line ${count}`);
  await page.reload();
  await expect(visitor.panel).toBeVisible();
  await visitor.sees(`line ${count}`);

  const { content } = await saved(visitor, 'Save transcript as text');

  const lines = content.split('\n').filter((line) => /line \d+$/.test(line));
  expect(lines).toHaveLength(count);
  expect(lines[0]).toMatch(/line 1$/);
});

test('row 66: after the end the transcript is offered again, and a reload begins anew', async ({
  page,
  chatOn,
  visitor,
  agent,
}) => {
  await chatOn('plain');
  await agent.say('Good evening');
  await visitor.sees('Good evening');
  await visitor.button('End chat').click();
  await visitor.panel.getByRole('alertdialog').getByRole('button', { name: 'End chat' }).click();
  await expect(visitor.button('Start a new chat')).toBeVisible();

  const offered = page.waitForEvent('download');
  await visitor.button('Save transcript').click();
  expect(await readFile(await (await offered).path(), 'utf8')).toContain('Good evening');

  await page.reload();
  await visitor.launcher.or(visitor.panel).first().waitFor();
  if (!(await visitor.panel.isVisible())) await visitor.open();
  await expect(visitor.composer).toBeVisible();
  await expect(visitor.message('Good evening')).toHaveCount(0);
  await visitor.say('Me again');
  await agent.accept();
  await agent.sees('Me again');
});

async function choose(visitor: Visitor, name: string): Promise<void> {
  await visitor.button('More').click();
  await visitor.panel.getByRole('menuitem', { name }).click();
}

async function saved(visitor: Visitor, name: string): Promise<{ name: string; content: string }> {
  const download = visitor.page.waitForEvent('download');
  await choose(visitor, name);
  const file = await download;
  return { name: file.suggestedFilename(), content: await readFile(await file.path(), 'utf8') };
}
