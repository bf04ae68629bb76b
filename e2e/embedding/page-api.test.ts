import { expect, type Page } from '@playwright/test';
import type { Porchlight } from '../../src/embed/contract/porchlight.ts';
import { test } from '../support/fixtures.ts';

const snippet =
  'window.Porchlight=window.Porchlight||function(){var a=arguments;return new Promise(function(r,j){(Porchlight.q=Porchlight.q||[]).push([a,r,j])})}';

type Answer = { value?: unknown; code?: string };

/** Calls a verb as a page would, and takes the answer or the refusal's code. */
const call = (page: Page, ...words: unknown[]): Promise<Answer> =>
  page.evaluate((given) => {
    const porchlight = window.Porchlight as unknown as (...words: unknown[]) => Promise<unknown>;
    return porchlight(...given).then(
      (value) => ({ value }),
      (error: { code: string }) => ({ code: error.code }),
    );
  }, words);

/** Keeps what the document hears of one chat. */
const listen = (page: Page) =>
  page.addInitScript(() => {
    const heard: unknown[] = [];
    Reflect.set(window, 'heard', heard);
    const names = 'ready open close show hide start end message unread typing status media-request consent error link';
    for (const name of `${names} before-open before-send`.split(' '))
      document.addEventListener(`porchlight:${name}`, (event) => heard.push([name, Reflect.get(event, 'detail')]));
  });

const heard = (page: Page, name: string) =>
  page.evaluate(
    (wanted) =>
      (Reflect.get(window, 'heard') as [string, unknown][]).filter(([one]) => one === wanted).map(([, d]) => d),
    name,
  );

test('rows 54 to 56: verbs live, events by plain listeners, and what a send resolves with', async ({
  page,
  host,
  visitor,
  agent,
}) => {
  await page.addInitScript(snippet);
  await listen(page);
  await visitor.visit((await host('plain')).url);
  await expect.poll(() => heard(page, 'ready')).toEqual([{ id: '' }]);
  expect(await call(page, 'identify', { name: 'Mira Okafor', fields: { plan: 'gold' } })).toEqual({});
  expect(await call(page, 'setDraft', 'half a thought')).toEqual({});
  expect(await page.evaluate(() => window.Porchlight?.state)).toMatchObject({
    status: 'idle',
    open: false,
  });
  expect(
    await page.evaluate(() => performance.getEntriesByType('resource').some(({ name }) => /widget/.test(name))),
  ).toBe(false);

  const sent = await call(page, 'send', 'Is the lamp in stock?');
  expect(sent.value).toMatchObject({ from: 'visitor', name: 'Mira Okafor', text: 'Is the lamp in stock?' });
  await agent.accept();
  await agent.say('Two are left.');

  await expect.poll(() => heard(page, 'unread')).toContainEqual({ count: 1 });
  expect(await heard(page, 'start')).toHaveLength(1);
  expect(await heard(page, 'message')).toContainEqual(
    expect.objectContaining({ from: 'agent', text: 'Two are left.' }),
  );
  const late = await page.evaluate(
    () => new Promise((resolve) => window.Porchlight?.on('unread', ({ detail }) => resolve(detail))),
  );
  expect(late).toEqual({ count: 1 });
  await call(page, 'toggle');
  await expect(visitor.composer).toHaveValue('half a thought');
  await visitor.sees('Two are left.');
  const state = await page.evaluate(() => window.Porchlight?.state);
  expect(state).toMatchObject({ status: 'connected', open: true, unread: 0 });
  for (const [format, start] of [
    ['text', 'Chat with us'],
    ['html', '<!doctype html>'],
    ['json', '{'],
  ] as const) {
    const { value } = await call(page, 'transcript', format);
    expect(value).toContain('Two are left.');
    expect(String(value).startsWith(start)).toBe(true);
  }
  const { value: report } = await call(page, 'doctor');
  expect(report).toMatchObject({
    problems: [],
    conversationId: state?.conversationId,
    tab: { isSpeaker: true, hasLine: true },
  });
  expect(JSON.stringify(report)).not.toMatch(/Mira|lamp/);
  expect(await call(page, 'start')).toEqual({});
  expect(await call(page, 'end')).toEqual({});
  expect(await heard(page, 'end')).toEqual([{ conversationId: state?.conversationId, reason: 'guest-left' }]);
  expect(await call(page, 'end')).toEqual({});
  expect((await call(page, 'send', 'One more thing')).value).toMatchObject({ text: 'One more thing' });
  expect(await heard(page, 'start')).toHaveLength(2);
  expect(await call(page, 'reset')).toEqual({});
  await expect(visitor.message('One more thing')).toHaveCount(0);
  expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
  await call(page, 'destroy');
  expect(await page.evaluate(() => 'Porchlight' in window || !!document.querySelector('porchlight-chat'))).toBe(false);
});

test('what can be prevented is: opening, sending, a link', async ({ page, host, visitor }) => {
  await page.addInitScript(snippet);
  await visitor.visit((await host('plain', { 'data-name': 'Mira' })).url);
  await page.evaluate(async () => {
    const porchlight = window.Porchlight as Porchlight;
    for (const name of ['before-open', 'before-send', 'link'] as const)
      await porchlight('on', name, (event: Event) => !Reflect.get(window, 'isFree') && event.preventDefault());
  });

  await visitor.launcher.click();
  expect(await call(page, 'open')).toEqual({});
  await expect(visitor.panel).toBeHidden();
  await page.evaluate(() => Reflect.set(window, 'isFree', true));
  await visitor.open();
  await visitor.say('See https://shop.example/lamp please');
  await page.evaluate(() => Reflect.set(window, 'isFree', false));

  await visitor.composer.fill('Not yet');
  await visitor.composer.press('Enter');
  await expect(visitor.composer).toHaveValue('Not yet');
  expect(await call(page, 'send', 'Not by script either')).toEqual({ code: 'send.prevented' });
  const pages = page.context().pages().length;
  await visitor.panel.getByRole('link', { name: 'https://shop.example/lamp' }).click();
  expect(page.context().pages()).toHaveLength(pages);
  await expect(visitor.message('Not yet')).toHaveCount(0);
});

test('rows 56 and 57: the page’s own buttons tell and open, also those that come later', async ({
  page,
  host,
  visitor,
}) => {
  await page.goto((await host('plain', { 'data-launcher': '#help', 'data-name': 'Mira' })).url);
  await page.evaluate(() => {
    const make = (id: string, data: Record<string, string>) => {
      const button = Object.assign(document.createElement('button'), { id, textContent: id });
      Object.assign(button.dataset, data);
      document.body.append(button);
    };
    make('help', {});
    make('ask', { porchlightOpen: '', porchlightDraft: 'About my order' });
  });
  const help = page.getByRole('button', { name: 'help', exact: true });
  const ask = page.getByRole('button', { name: 'ask', exact: true });

  await ask.click();
  await expect(visitor.composer).toHaveValue('About my order');
  await expect(ask).toHaveAttribute('aria-expanded', 'true');
  await expect(help).toHaveAttribute('aria-haspopup', 'dialog');
  await visitor.composer.press('Escape');
  await expect(ask).toBeFocused();
  await expect(ask).toHaveAttribute('aria-expanded', 'false');
  await help.click();
  await visitor.composer.fill('My own words');
  await ask.click();
  await expect(visitor.composer).toHaveValue('My own words');
  await visitor.composer.press('Escape');
  await expect(help).toBeFocused();
  await page.evaluate(() => window.Porchlight?.destroy());
  expect(await help.evaluate((button) => button.outerHTML)).toBe('<button id="help">help</button>');
});

test('a changed attribute takes effect at once', async ({ page, host, visitor }) => {
  await visitor.visit((await host('plain', { 'data-name': 'Mira' })).url);
  await visitor.open();
  const change = (data: Record<string, string>) =>
    page.evaluate(
      (next) => Object.assign(document.querySelector<HTMLElement>('script[src*=porchlight]')?.dataset ?? {}, next),
      data,
    );
  const warnings: string[] = [];
  page.on('console', (line) => warnings.push(line.text()));

  await change({
    textTitle: 'Hallo',
    textGreeting: 'Guten Tag',
    locale: 'ar',
    position: 'bottom-start',
    lancher: '#x',
  });
  await expect(visitor.panel.getByRole('heading', { name: 'Hallo' })).toBeVisible();
  await expect(visitor.panel.getByText('Guten Tag')).toBeVisible();
  await expect(visitor.panel.locator('[dir=rtl]').first()).toBeVisible();
  await expect(visitor.button('إغلاق')).toBeVisible();
  // In the page's direction, whatever that of the words is.
  expect((await visitor.panel.boundingBox())?.x).toBe(20);
  await change({ locale: 'de-AT' });
  await expect(visitor.button('Schließen')).toBeVisible();
  await expect.poll(() => warnings.join()).toContain('unknown attribute data-lancher; did you mean data-launcher?');
  await change({ locale: 'klingon', consent: 'required' });
  await expect(visitor.button('I agree')).toBeVisible();
  await expect(visitor.panel.locator('[dir=rtl]')).toHaveCount(0);
  await change({ consent: 'off' });
  await expect(visitor.button('I agree')).toBeHidden();
  await change({ queue: 'Nowhere' });
  await visitor.composer.fill('Hello?');
  await visitor.composer.press('Enter');
  await expect(visitor.panel.getByText('This chat is not available here.')).toBeVisible();
  await change({ open: 'false' });
  await expect(visitor.panel).toBeHidden();
  await change({ launcher: 'none' });
  await expect(visitor.launcher).toBeHidden();
  await change({ launcher: 'bubble', textLauncher: 'Frag uns im Chat', hideOn: '/elsewhere' });
  await expect(page.getByRole('button', { name: 'Frag uns im Chat' })).toBeVisible();
  await change({ hideOn: '/' });
  await expect(visitor.launcher).toBeHidden();
});
