import { expect, type Page } from '@playwright/test';
import { test } from '../support/fixtures.ts';
import { axeFaults } from '../support/inspection.ts';
import { TalkativeAgent } from '../support/measure/long-chat.ts';

const written = 120;

test('row 41: older messages come while scrolling up, and what is being read stays where it is', async ({
  page,
  service,
  chatOn,
  visitor,
}) => {
  await chatOn('plain');
  await (await TalkativeAgent.in(service)).say(1, written);
  await visitor.sees(`line ${written}`);
  await page.reload();
  await visitor.sees(`line ${written}`);
  await expect(visitor.message('line 1')).toHaveCount(0);

  // By a button, for whom scrolling does nothing; by keyboard; by scrolling.
  await visitor.button('Older messages').press('Enter');
  await expect(visitor.message('line 61')).toHaveCount(1);
  await expect(visitor.transcript).toBeFocused();
  await page.reload();
  await visitor.sees(`line ${written}`);
  await visitor.transcript.focus();
  await page.keyboard.press('Home');
  await expect(visitor.message('line 61')).toHaveCount(1);
  await expect(visitor.transcript).toBeFocused();
  while ((await visitor.message('line 1').count()) === 0) {
    // A browser scrolls by whole device pixels, a line may be a fraction of one high.
    expect(await jumpWhenReadingBack(page)).toBeLessThanOrEqual(1);
  }
  const texts = Array.from({ length: written }, (_, index) => `line ${index + 1}`);
  for (const text of [texts[0], texts[60]]) await expect(visitor.message(text ?? '')).toHaveCount(1);
  // The end is let go of while reading far from it, and comes again.
  expect(await axeFaults(page, 'porchlight-chat')).toEqual([]);
  await visitor.button('Newest messages').press('Enter');
  await expect(visitor.message(texts[119] ?? '')).toBeInViewport();
  await expect(visitor.transcript).toBeFocused();
  await page.keyboard.press('Home');
  await expect(async () => {
    await page.keyboard.press('End');
    await expect(visitor.message(texts[119] ?? '')).toBeInViewport({ timeout: 200 });
  }).toPass();
});

test('a panel that gets lower while the transcript still settles keeps the newest line in sight', async ({
  page,
  host,
  visitor,
  agent,
}) => {
  await visitor.visit((await host('plain', { 'data-name': 'Mira Okafor' })).url);
  await visitor.open();
  await visitor.say('first '.repeat(200).trim());
  await agent.accept();
  await agent.say('the newest line');
  await expect(visitor.message('the newest line')).toBeInViewport();

  await page.evaluate(() => {
    const root = document.querySelector('porchlight-chat')?.shadowRoot;
    const [log, panel] = [root?.querySelector('[role=log]'), root?.querySelector<HTMLElement>('[role=dialog]')];
    if (!log || !panel) throw new Error('no panel');
    // In one frame the browser tells of a scroll first, of a change of size after it.
    log.scrollTop -= 1;
    panel.style.blockSize = '400px';
  });
  await expect(visitor.message('the newest line')).toBeInViewport();
});

/** Scrolls to the top and tells by how many pixels, rounded, the first line in view moved while older ones came. */
function jumpWhenReadingBack(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const log = document.querySelector('porchlight-chat')?.shadowRoot?.querySelector('[role=log]');
    if (!(log instanceof HTMLElement)) throw new Error('no transcript');
    const height = log.scrollHeight;
    log.scrollTop = 0;
    const lines = [...log.querySelectorAll('*')].filter((one) => /^line \d+$/.test(one.textContent ?? ''));
    const top = lines.find((one) => one.getBoundingClientRect().top >= log.getBoundingClientRect().top);
    const before = top?.getBoundingClientRect().top ?? 0;
    await new Promise<void>((resolve) => {
      const check = () =>
        log.scrollHeight > height ? requestAnimationFrame(() => resolve()) : requestAnimationFrame(check);
      check();
    });
    return Math.round(Math.abs((top?.getBoundingClientRect().top ?? 0) - before));
  });
}
