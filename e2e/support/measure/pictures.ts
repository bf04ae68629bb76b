import { mkdir, writeFile } from 'node:fs/promises';
import { type Browser, chromium, expect, type Page } from '@playwright/test';
import { findBrowser } from '../../../scripts/env/chromium.mjs';
import { Agent } from '../agent.ts';
import { HostPage } from '../host-page.ts';
import { PorchlightService } from '../porchlight-service.ts';
import { Visitor } from '../visitor.ts';
import { smallPng } from './small-png.ts';

/** Wide enough for the panel and, beside it, the names. */
const viewport = { width: 600, height: 560 };

type Picture = { name: string; parts: string[] };

/** Draws what `docs/theming.md` shows: the chat in its states, with the name of each part beside it. Returns the bytes of each. */
export async function takePictures(folder: string): Promise<Map<string, number>> {
  const executablePath = findBrowser()?.executablePath;
  const browser = await chromium.launch(executablePath === undefined ? {} : { executablePath });
  const service = await PorchlightService.start();
  const { organizationId, deploymentId, queue } = await service.demo();
  const host = await HostPage.serve('plain', {
    origin: service.origin,
    attributes: {
      'data-organization-id': organizationId,
      'data-deployment-id': deploymentId,
      'data-queue': queue,
      'data-theme': 'light',
    },
  });
  const sizes = new Map<string, number>();
  await mkdir(folder, { recursive: true });
  const take = async (page: Page, { name, parts }: Picture) => {
    await page.mouse.move(0, 0);
    await page.evaluate(namePartsBeside, parts);
    const picture = smallPng(await page.screenshot({ animations: 'disabled', caret: 'hide' }));
    await page.evaluate(() => document.querySelector('#names')?.remove());
    await writeFile(`${folder}/${name}.png`, picture);
    sizes.set(name, picture.length);
  };
  try {
    await takeEachState(browser, service, host.url, take);
  } finally {
    host.stop();
    await service.stop();
    await browser.close();
  }
  return sizes;
}

async function takeEachState(
  browser: Browser,
  service: PorchlightService,
  url: string,
  take: (page: Page, picture: Picture) => Promise<void>,
): Promise<void> {
  const options = { viewport, reducedMotion: 'reduce', locale: 'en-GB' } as const;
  const [page, desk] = [
    await browser.newPage(options),
    await browser.newPage({ viewport: { width: 1200, height: 700 } }),
  ];
  const [visitor, agent] = [new Visitor(page), new Agent(desk)];
  const shows = (text: RegExp) => expect(visitor.panel.locator('[part="status"]')).toContainText(text);

  await agent.signIn(service);
  await visitor.visit(url);
  await page.addStyleTag({
    content:
      'body * { visibility: hidden } #names, #names * { visibility: visible } porchlight-chat { --porchlight-shadow: none }',
  });
  await visitor.open();
  await expect(visitor.composer).toBeVisible();
  await take(page, { name: 'before', parts: ['form', 'field', 'status', 'panel'] });

  await visitor.panel.getByRole('textbox', { name: /name/i }).fill('Mira Okafor');
  await visitor.button('Start').click();
  await shows(/Waiting/);
  await take(page, { name: 'waiting', parts: ['bubble-system', 'status'] });

  await agent.accept();
  await visitor.say('Is the porch lantern waterproof?');
  await agent.say('Yes, it hangs outdoors all year.');
  await visitor.sees('Yes, it hangs outdoors all year.');
  await agent.composer.pressSequentially('The copper');
  await expect(visitor.transcript.getByText(/typing/)).toBeVisible();
  await visitor.composer.fill('And the copper?');
  await take(page, {
    name: 'talking',
    parts:
      'panel header title status log day bubble bubble-guest bubble-agent bubble-system time typing composer input send'.split(
        ' ',
      ),
  });

  await takeLaterStates({ page, visitor, agent, shows }, take);
}

/** From the open menu to the end of the chat. */
async function takeLaterStates(
  { page, visitor, agent, shows }: { page: Page; visitor: Visitor; agent: Agent; shows(text: RegExp): Promise<void> },
  take: (page: Page, picture: Picture) => Promise<void>,
): Promise<void> {
  await visitor.button('More').click();
  await expect(visitor.panel.getByRole('menu')).toBeVisible();
  await take(page, { name: 'menu', parts: ['menu'] });
  await page.keyboard.press('Escape');
  await visitor.button('End chat').click();
  await take(page, { name: 'asking', parts: ['dialog'] });
  await visitor.button('Keep chatting').click();

  await page.context().setOffline(true);
  await shows(/No connection/);
  await take(page, { name: 'offline', parts: ['status', 'notice'] });
  await page.context().setOffline(false);
  await shows(/Connected/);

  await visitor.button('Close').click();
  await agent.composer.fill('');
  await agent.say('It goes green in a year or two.');
  await expect(visitor.launcher).toHaveAccessibleName(/1 unread/);
  await page.setViewportSize({ width: 300, height: 110 });
  await take(page, { name: 'closed', parts: ['launcher', 'badge'] });
  await page.setViewportSize(viewport);

  await visitor.open();
  await visitor.button('End chat').click();
  await visitor.button('End chat').last().click();
  await shows(/ended/);
  await take(page, { name: 'ended', parts: ['status', 'dialog'] });
}

/** Runs in the page: a column of names, each with a line to where its part is. */
function namePartsBeside(parts: string[]): void {
  const root = document.querySelector('porchlight-chat')?.shadowRoot;
  const found = parts.map((name) => {
    const all = [...(root?.querySelectorAll(`[part~="${name}"]`) ?? [])];
    const box = all.map((one) => one.getBoundingClientRect()).find(({ width }) => width > 1);
    if (!box) throw new Error(`there is no part ${name} to be seen`);
    // Inside, where nothing else begins: a frame is pointed at on its edge.
    const isFrame = /^(panel|log|header|composer|form)$/.test(name);
    return {
      name,
      x: isFrame ? box.left : box.left + Math.min(8, box.width / 2),
      y: box.top + Math.min(14, box.height / 2),
    };
  });
  found.sort((one, other) => one.y - other.y);
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.id = 'names';
  svg.setAttribute('style', 'position:fixed;inset:0;width:100%;height:100%;z-index:2147483647;font:13px monospace');
  let last = 0;
  for (const { name, x, y } of found) {
    last = Math.max(y, last + 19);
    const text = document.createElementNS(svg.namespaceURI, 'text');
    for (const [key, value] of Object.entries({ x: 12, y: last + 4, fill: '#7a0044' }))
      text.setAttribute(key, `${value}`);
    text.textContent = name;
    const line = document.createElementNS(svg.namespaceURI, 'path');
    const start = 18 + name.length * 8;
    line.setAttribute('d', `M${start} ${last}L140 ${last}L${x} ${y}m-2 0a2 2 0 1 0 4 0a2 2 0 1 0 -4 0`);
    line.setAttribute('style', 'fill:none;stroke:#c2185b');
    svg.append(text, line);
  }
  document.body.append(svg);
}
