import { expect, type Page } from '@playwright/test';
import { test } from '../support/fixtures.ts';

type Service = { origin: string; demo(): Promise<{ organizationId: string; deploymentId: string; queue: string }> };

async function tagOf(service: Service): Promise<{ src: string; data: Record<string, string> }> {
  const { organizationId, deploymentId, queue } = await service.demo();
  return { src: `${service.origin}/porchlight.js`, data: { organizationId, deploymentId, queue, name: 'Mira Okafor' } };
}

const snippet =
  'window.Porchlight=window.Porchlight||function(){var a=arguments;return new Promise(function(r,j){(Porchlight.q=Porchlight.q||[]).push([a,r,j])})}';

/** What a tag manager does: a script of the page makes the tag, and takes it out as soon as it is in. */
const tagManager = (src: string, data: object) => `
const tag = Object.assign(document.createElement('script'), { async: true, src: '${src}' });
Object.assign(tag.dataset, ${JSON.stringify(data)});
document.head.append(tag);
tag.remove();`;

/** As Astro's router goes to another page: a view transition in which attributes of the root and the body are swapped. */
async function swapAsAstro(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const root = document.documentElement;
    const transition = document.startViewTransition(() => {
      const next = new DOMParser().parseFromString('<body><h1>Another page</h1></body>', 'text/html');
      for (const name of root.getAttributeNames()) root.removeAttribute(name);
      root.setAttribute('lang', 'en');
      root.dataset.astroTransition = 'forward';
      document.body.replaceWith(next.body);
      history.pushState({}, '', '/astro');
      document.dispatchEvent(new Event('astro:after-swap'));
    });
    await transition.ready;
    const moving = document.getAnimations().map(({ effect }) => Reflect.get(effect ?? {}, 'pseudoElement'));
    await transition.finished;
    return moving.filter((name) => /porchlight/.test(name));
  });
}

/** As htmx swaps a part of the page: markup goes in, and the scripts in it run again. */
async function swapAsHtmx(page: Page, { src, data }: Awaited<ReturnType<typeof tagOf>>): Promise<void> {
  await page.evaluate(
    ([src, data]) => {
      const part = document.querySelector('#part') ?? document.createElement('div');
      part.id = 'part';
      const script = Object.assign(document.createElement('script'), { src });
      Object.assign(script.dataset, data);
      part.replaceChildren(script);
      document.body.append(part);
      return new Promise((resolve) => script.addEventListener('load', resolve));
    },
    [src, data] as const,
  );
}

test('one chat goes on through a tag manager, view transitions, htmx and addresses that only scripts change', async ({
  page,
  service,
  host,
  visitor,
  agent,
  pageErrors,
}) => {
  const tag = await tagOf(service);
  const css = 'launcher panel'
    .split(' ')
    .map((part) => `porchlight-chat::part(${part}) { view-transition-name: porchlight-${part} }`);
  const url = (await host('plain')).write(
    '/own',
    `<style>${css.join(' ')}</style><h1>Ours</h1><script>${tagManager(tag.src, tag.data)}</script>`,
  );
  await visitor.visit(url);
  await visitor.open();
  await visitor.say('Is the lamp in stock?');
  await agent.accept();
  await visitor.composer.fill('half a thought');
  const element = await page.locator('porchlight-chat').elementHandle();
  const isTheSame = () => page.evaluate((one) => one === document.querySelector('porchlight-chat'), element);

  // The page's style is what opts in, so it has to be there before and after.
  await page.evaluate(() => document.head.append(document.querySelector('style') ?? ''));
  expect(await swapAsAstro(page)).toContain('::view-transition-group(porchlight-panel)');
  await expect(visitor.composer).toHaveValue('half a thought');
  await agent.say('Two are left.');
  await visitor.sees('Two are left.');

  await swapAsHtmx(page, tag);
  await swapAsHtmx(page, { ...tag, data: { ...tag.data, theme: 'dark' } });
  await expect(page.locator('porchlight-chat')).toHaveCSS('color-scheme', 'dark');
  await page.evaluate(() => document.querySelector('#part script')?.setAttribute('data-theme', 'light'));
  await expect(page.locator('porchlight-chat')).toHaveCSS('color-scheme', 'light');
  await page.evaluate(() => document.querySelector('#part script')?.setAttribute('data-hide-on', '/admin* *#quiet'));
  for (const [move, isSeen] of [
    [() => history.pushState({}, '', '/admin/users'), false],
    [() => history.replaceState({}, '', '/users'), true],
    [() => location.assign('#quiet'), false],
    [() => history.back(), true],
  ] as const) {
    await page.evaluate(move);
    await expect(page.getByRole('button', { name: /^chat/i })).toBeVisible({ visible: isSeen });
  }

  expect(await isTheSame()).toBe(true);
  if (!(await visitor.panel.isVisible())) await visitor.open();
  await expect(visitor.composer).toHaveValue('half a thought');
  await visitor.say('I take both.');
  await agent.sees('I take both.');
  expect(pageErrors).toEqual([]);
});

test('React’s StrictMode mounts, unmounts and mounts: one chat is left, and it hears what was asked for last', async ({
  page,
  service,
  host,
  visitor,
  pageErrors,
}) => {
  const { src, data } = await tagOf(service);
  const url = (await host('plain')).write(
    '/own',
    `<h1>Ours</h1><script>${snippet}
    window.heard = [];
    function effect(run) {
      const script = Object.assign(document.createElement('script'), { src: '${src}', async: true });
      Object.assign(script.dataset, ${JSON.stringify(data)});
      document.body.append(script);
      Porchlight('on', 'ready', () => heard.push(run));
      return () => { Porchlight('destroy'); script.remove() };
    }
    effect('first')();
    window.unmount = effect('second');</script>`,
  );
  await visitor.visit(url);
  const heard = () => page.evaluate(() => Reflect.get(window, 'heard'));

  await expect.poll(heard).toEqual(['second']);
  await visitor.open();
  await expect(visitor.composer).toBeVisible();
  await expect(page.locator('porchlight-chat')).toHaveCount(1);
  await page.evaluate(() => Reflect.get(window, 'unmount')());
  await expect(page.locator('porchlight-chat')).toHaveCount(0);
  expect(await page.evaluate(() => 'Porchlight' in window)).toBe(false);
  expect(pageErrors).toEqual([]);
});

test('a page that replaces all of itself before anybody meant the chat has its launcher again', async ({
  page,
  host,
  visitor,
  pageErrors,
}) => {
  await visitor.visit((await host('plain')).url);
  await expect(visitor.launcher).toBeVisible();
  await page.evaluate(() => {
    const next = document.createElement('html');
    next.append(document.createElement('head'), document.createElement('body'));
    document.documentElement.replaceWith(next);
  });
  await expect(visitor.launcher).toBeVisible();
  await visitor.open();
  expect(pageErrors).toEqual([]);
});
