import { expect, type Page } from '@playwright/test';
import { brandVariables, parts, tokenVariables } from '../../src/embed/contract/appearance.ts';
import { test } from '../support/fixtures.ts';

/** What a variable is set to, and where that must be seen: a part, one of its styles, and the value there. */
const outcomes: Record<string, [value: string, part: string, style: string, seen: string]> = {
  accent: ['#0a7d33', 'launcher', 'background-color', 'rgb(10, 125, 51)'],
  'on-accent': ['#fffde0', 'launcher', 'color', 'rgb(255, 253, 224)'],
  font: ['Georgia, serif', 'bubble-agent', 'font-family', 'Georgia, serif'],
  radius: ['3px', 'panel', 'border-top-left-radius', '3px'],
  density: ['2', 'bubble-system', 'padding-top', '24px'],
  surface: ['#fffaf0', 'panel', 'background-color', 'rgb(255, 250, 240)'],
  text: ['#201040', 'title', 'color', 'rgb(32, 16, 64)'],
  muted: ['#504070', 'status', 'color', 'rgb(80, 64, 112)'],
  border: ['#123456', 'header', 'border-bottom-color', 'rgb(18, 52, 86)'],
  'bubble-agent': ['#dfeee0', 'bubble-agent', 'background-color', 'rgb(223, 238, 224)'],
  'bubble-guest': ['#302010', 'bubble-guest', 'background-color', 'rgb(48, 32, 16)'],
  focus: ['#ff00aa', 'input', 'outline-color', 'rgb(255, 0, 170)'],
  shadow: ['0 0 7px #010203', 'panel', 'box-shadow', 'rgb(1, 2, 3) 0px 0px 7px 0px'],
  width: ['401px', 'panel', 'width', '401px'],
  height: ['433px', 'panel', 'height', '433px'],
  'offset-inline': ['31px', 'launcher', 'inset-inline-end', '31px'],
  'offset-block': ['37px', 'launcher', 'bottom', '37px'],
  danger: ['#aa1155', 'time failed', 'color', 'rgb(170, 17, 85)'],
};

for (const kind of ['plain', 'hostile'] as const) {
  test(`rows 16, 18 and 20: a ${kind} page sets each promised variable, and the chat wears it`, async ({
    page,
    chatOn,
    visitor,
    agent,
  }) => {
    await chatOn(kind, { 'data-theme': 'light' });
    await visitor.say('Hello');
    await agent.say('Good day');
    await visitor.sees('Good day');
    await page.route('**/messages', (route) => route.fulfill({ status: 400, body: '{}' }));
    await visitor.say('Nobody takes this');
    await expect(visitor.button('Retry')).toBeVisible();
    await visitor.composer.focus();
    await page.keyboard.press('Shift');

    await dress(
      page,
      Object.entries(outcomes)
        .map(([name, [value]]) => `--porchlight-${name}: ${value};`)
        .concat('--porchlight-z-index: 4711;')
        .join(' '),
    );

    const seen = await page.evaluate((outcomes) => {
      const root = document.querySelector('porchlight-chat')?.shadowRoot;
      return Object.entries(outcomes).map(([name, [, part, style]]) => {
        const selector = part.split(' ').map((word) => `[part~="${word}"]`);
        const found = root?.querySelector(selector.join(''));
        return [name, found ? getComputedStyle(found).getPropertyValue(style) : 'no such part'];
      });
    }, outcomes);
    expect(Object.fromEntries(seen)).toEqual(
      Object.fromEntries(Object.entries(outcomes).map(([name, [, , , seen]]) => [name, seen])),
    );
    await expect(page.locator('porchlight-chat')).toHaveCSS('z-index', '4711');
    expect([...Object.keys(outcomes), 'z-index'].sort()).toEqual([...brandVariables, ...tokenVariables].sort());
  });

  // What a hostile page reaches a plain one reaches too.
  const tag = kind === 'plain' ? '@proof' : [];
  test(`row 20: a ${kind} page reaches each promised part`, { tag }, async ({ page, host, visitor, agent }) => {
    const there = new Set<string>();
    const check = async () => {
      for (const part of await partsReached(page)) there.add(part);
    };
    await visitor.visit((await host(kind)).url);
    await dress(page, '', parts.map((part) => `porchlight-chat::part(${part}) { scroll-margin-top: 7px }`).join('\n'));
    await visitor.open();
    await expect(visitor.panel.getByRole('textbox', { name: /name/i })).toBeVisible();
    await check();
    await visitor.panel.getByRole('textbox', { name: /name/i }).fill('Mira Okafor');
    await visitor.button('Start').click();
    await agent.accept();
    await visitor.say('Hello');
    await agent.say('Good day');
    await visitor.sees('Good day');
    await agent.composer.pressSequentially('I am');
    await expect(visitor.transcript.getByText(/typing/)).toBeVisible();
    await check();
    await visitor.button('More').click();
    await expect(visitor.panel.getByRole('menu')).toBeVisible();
    await check();
    await page.keyboard.press('Escape');
    await visitor.button('End chat').click();
    await check();
    await visitor.button('Keep chatting').click();
    await page.context().setOffline(true);
    await expect(visitor.panel.getByText('No connection').first()).toBeVisible();
    await check();

    expect([...there].sort()).toEqual([...parts].sort());
  });
}

/** Puts rules into the page's own style sheets, as a script of the page under any policy can. */
function dress(page: Page, variables: string, further = ''): Promise<void> {
  return page.evaluate((css) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  }, `porchlight-chat { ${variables} } ${further}`);
}

/** The parts there are now on which the page's own style has come to bear. */
function partsReached(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const all = [...(document.querySelector('porchlight-chat')?.shadowRoot?.querySelectorAll('[part]') ?? [])];
    return all.filter((one) => getComputedStyle(one).scrollMarginTop === '7px').flatMap((one) => [...one.part]);
  });
}
