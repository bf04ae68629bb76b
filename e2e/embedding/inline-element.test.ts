import { expect } from '@playwright/test';
import type { Porchlight } from '../../src/embed/contract/porchlight.ts';
import { test } from '../support/fixtures.ts';

const snippet =
  'window.Porchlight=window.Porchlight||function(){var a=arguments;return new Promise(function(r,j){(Porchlight.q=Porchlight.q||[]).push([a,r,j])})}';

type Service = { origin: string; demo(): Promise<{ organizationId: string; deploymentId: string; queue: string }> };

async function idsOf(service: Service): Promise<string> {
  const { organizationId, deploymentId, queue } = await service.demo();
  return `organization-id="${organizationId}" deployment-id="${deploymentId}" queue="${queue}" name="Mira Okafor"`;
}

test('an element that the page wrote is a chat in its place, moved, replaced, changed and left as it was', async ({
  page,
  service,
  host,
  visitor,
  agent,
  pageErrors,
}) => {
  const written = `<porchlight-chat inline="" ${await idsOf(service)}></porchlight-chat>`;
  const url = (await host('plain')).write(
    '/own',
    `<style>porchlight-chat { block-size: 480px; margin-block: 40px }</style><h1>Talk to us</h1><input aria-label="Search"><main>${written}</main><aside></aside>
    <script async src="${service.origin}/porchlight.js"></script>`,
  );
  const posts: string[] = [];
  page.on('request', (request) => request.method() === 'POST' && posts.push(request.url()));
  await page.goto(url);

  await expect(visitor.composer).toBeVisible();
  expect(posts).toEqual([]);
  expect(await page.evaluate(() => document.activeElement?.localName)).toBe('body');
  const box = await page.locator('porchlight-chat').boundingBox();
  expect(await visitor.panel.boundingBox()).toEqual(box);
  expect(box?.height).toBe(480);
  await visitor.composer.focus();
  await page.keyboard.press('Escape');
  expect(await page.evaluate(() => window.Porchlight?.('close'))).toBeUndefined();
  await expect(visitor.composer).toBeVisible();
  await expect(visitor.button('Close')).toHaveCount(0);
  await expect(visitor.launcher).toHaveCount(0);

  await visitor.say('Is the lamp in stock?');
  await agent.accept();
  // The focus stays where the visitor writes in the page.
  const search = page.getByRole('textbox', { name: 'Search' });
  await search.pressSequentially('la');
  await agent.say('Two are left.');
  await visitor.sees('Two are left.');
  await expect(search).toBeFocused();
  await page.keyboard.type('mp');
  await expect(search).toHaveValue('lamp');
  await visitor.composer.fill('half a thought');
  const socketless = posts.length;
  await page.evaluate(() => document.querySelector('aside')?.append(document.querySelector('porchlight-chat') ?? ''));
  await expect(visitor.composer).toHaveValue('half a thought');
  await page.evaluate(() => {
    const old = document.querySelector('porchlight-chat');
    old?.setAttribute('text-placeholder', 'Schreiben Sie uns eine Message');
    old?.setAttribute('theme', 'dark');
  });
  await expect(visitor.panel.getByPlaceholder('Schreiben Sie')).toBeVisible();
  await expect(page.locator('porchlight-chat')).toHaveCSS('color-scheme', 'dark');
  // As a framework does that draws its part of the page again.
  await page.evaluate((html) => {
    const template = document.createElement('template');
    template.innerHTML = html;
    document.querySelector('aside')?.replaceChildren(template.content);
  }, written);
  await visitor.sees('Two are left.');
  await expect(visitor.composer).toHaveValue('half a thought');
  await visitor.say('I take both.');
  await agent.sees('I take both.');
  expect(posts.length).toBeGreaterThan(socketless);
  await expect(page.locator('porchlight-chat')).toHaveCount(1);

  const addSales = (name: string) =>
    page.evaluate(
      ([html, attributes]) => {
        const template = document.createElement('template');
        template.innerHTML = html.replace('inline', attributes);
        document.body.append(template.content);
      },
      [written, `id="sales" text-launcher="${name}"`] as const,
    );
  await addSales('Chat with sales');
  await page.getByRole('button', { name: 'Chat with sales' }).click();
  await expect(page.locator('#sales').getByRole('dialog')).toBeVisible();
  await expect(visitor.panel).toHaveCount(2);
  const warned = page.waitForEvent('console', (line) => /two chats of this page have the id "sales"/.test(line.text()));
  await addSales('Chat with sales again');
  await warned;
  await expect(page.getByRole('button', { name: 'Chat with sales again' })).toHaveCount(0);
  await expect(visitor.panel).toHaveCount(2);
  await page.evaluate(() => [...document.querySelectorAll('#sales')].at(-1)?.remove());
  await expect(page.locator('#sales').getByRole('dialog')).toBeVisible();
  await page.evaluate(() => document.querySelector('#sales')?.remove());
  await visitor.sees('I take both.');

  await page.evaluate(() => window.Porchlight?.('destroy'));
  expect(await page.locator('porchlight-chat').evaluate((one) => one.outerHTML)).toBe(written);
  expect(await page.evaluate(() => 'Porchlight' in window)).toBe(false);
  expect(pageErrors).toEqual([]);
});

test('row 60: imported by a module, with no tag at all, the chat is as porchlightConfig says', async ({
  page,
  service,
  host,
  visitor,
  pageErrors,
}) => {
  const { organizationId, deploymentId, queue } = await service.demo();
  const src = `${service.origin}/porchlight.js`;
  const config = { src, organizationId, deploymentId, queue, name: 'Mira', textTitle: 'From the module', priority: 3 };
  await page.addInitScript(snippet);
  const url = (await host('plain')).write(
    '/own',
    `<h1>A module</h1><script type="module">window.porchlightConfig = ${JSON.stringify(config)}; import('${src}')</script>`,
  );
  await page.goto(url);
  await expect(visitor.launcher).toBeVisible();
  expect(await page.evaluate(() => [window.Porchlight?.state, Object.isFrozen(window.Porchlight?.state)])).toEqual([
    { status: 'idle', open: false, unread: 0 },
    true,
  ]);
  await visitor.open();
  await expect(visitor.panel.getByRole('heading', { name: 'From the module' })).toBeVisible();
  await page.evaluate(() => import(/* @vite-ignore */ `${Reflect.get(Object(window.porchlightConfig), 'src')}?again`));
  await expect(page.locator('porchlight-chat')).toHaveCount(1);
  expect(pageErrors).toEqual([]);
});

test('before-open prevents the very first tap, by a plain listener and by one that waits in the queue', async ({
  page,
  host,
  visitor,
  pageErrors,
}) => {
  await page.addInitScript(snippet);
  let release = () => {};
  await page.route('**/page.js', async (route) => {
    await new Promise<void>((resolve) => {
      release = resolve;
    });
    await route.continue();
  });
  await visitor.visit((await host('plain', { 'data-name': 'Mira' })).url);
  expect(await page.evaluate(() => Object.isFrozen(window.Porchlight?.state))).toBe(true);
  expect(await page.evaluate(() => ({ ...window.Porchlight?.state }))).toMatchObject({ status: 'idle', open: false });

  await page.evaluate(() => {
    const stop = new AbortController();
    Object.assign(window, { taps: [], quiet: stop });
    const onTap = (event: Event) => {
      event.preventDefault();
      Reflect.get(window, 'taps').push(event.composed && event.bubbles);
    };
    document.addEventListener('porchlight:before-open', onTap, { signal: stop.signal });
  });
  await visitor.launcher.click();
  expect(await page.evaluate(() => Reflect.get(window, 'taps'))).toEqual([true]);
  await expect(visitor.panel).toBeHidden();

  await page.evaluate(() => {
    Reflect.get(window, 'quiet').abort();
    const porchlight = window.Porchlight as Porchlight;
    porchlight('once', 'before-open', (event) => {
      event.preventDefault();
      Reflect.get(window, 'taps').push('queued');
    });
  });
  await visitor.launcher.click();
  await expect(visitor.panel).toBeHidden();
  release();
  await expect.poll(() => page.evaluate(() => Reflect.get(window, 'taps'))).toEqual([true, 'queued']);
  await expect(visitor.panel).toBeHidden();
  await visitor.open();
  await expect(visitor.composer).toBeFocused();
  expect(pageErrors).toEqual([]);
});
