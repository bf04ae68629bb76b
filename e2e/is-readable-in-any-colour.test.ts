import { expect, type Locator } from '@playwright/test';
import { test } from './scene.ts';

/** Colours as sites write them, and a hundred at random: the same ones in every run, so that a failure can be seen again. */
const named = [
  '#fff',
  '#000',
  '#767676',
  '#7f7f7f',
  'yellow',
  'hsl(204 100% 50%)',
  'oklch(0.7 0.1 150)',
  'rgb(118 118 118)',
];
const random = Array.from(
  { length: 112 },
  (_, one) => `#${((one * 2_654_435_761 + 12_345) % 0x1000000).toString(16).padStart(6, '0')}`,
);

for (const theme of ['light', 'dark'] as const) {
  test(`words stand out at least 4.5 to 1 from any accent and any bubble, ${theme}`, async ({
    page,
    chatOn,
    visitor,
    agent,
  }) => {
    await chatOn('plain', { 'data-theme': theme });
    await visitor.say('Hello');
    await agent.say('Good day');
    await visitor.sees('Good day');

    const question: Question = {
      colours: [...named, ...random],
      pairs: [
        ['accent', 'launcher'],
        ['accent', 'bubble-guest'],
        ['bubble-guest', 'bubble-guest'],
        ['bubble-agent', 'bubble-agent'],
      ],
    };
    const worst = await page.evaluate(contrasts, question);

    expect(worst.filter(({ ratio }) => ratio < 4.5)).toEqual([]);
    expect(worst).toHaveLength(4 * 120);
  });
}

for (const [theme, page, dark] of [
  ['auto', 'light', false],
  ['auto', 'dark', true],
  ['light', 'dark', false],
  ['dark', 'light', true],
] as const) {
  test(`row 22: data-theme="${theme}" where the visitor wants ${page}`, async ({ page: tab, host, visitor }) => {
    await tab.emulateMedia({ colorScheme: page });
    await visitor.visit((await host('plain', { 'data-theme': theme })).url);
    await visitor.open();
    await expect(visitor.composer).toBeVisible();

    await expect(visitor.panel).toHaveCSS('background-color', dark ? 'rgb(26, 28, 32)' : 'rgb(255, 255, 255)');
  });
}

test('row 22: data-theme="host" goes with the page, also when it changes', async ({ page, host, visitor }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await visitor.visit((await host('plain', { 'data-theme': 'host' })).url);
  await visitor.open();
  await expect(visitor.composer).toBeVisible();
  await expect(visitor.panel).toHaveCSS('background-color', 'rgb(255, 255, 255)');

  await page.evaluate(() => {
    document.documentElement.style.colorScheme = 'dark';
  });

  await expect(visitor.panel).toHaveCSS('background-color', 'rgb(26, 28, 32)');
});

test('in forced colours everything that can be pressed has an edge, the focus is seen, and so is what failed', async ({
  page,
  chatOn,
  visitor,
  agent,
}) => {
  await page.emulateMedia({ forcedColors: 'active' });
  await chatOn('plain');
  await agent.say('Good day');
  await visitor.sees('Good day');
  await page.route('**/messages', (route) => route.fulfill({ status: 400, body: '{}' }));
  await visitor.say('Nobody takes this');
  await expect(visitor.button('Retry')).toBeVisible();

  const all = page.locator('porchlight-chat').locator('button:visible, textarea, [part~="bubble"]');
  const widths = await all.evaluateAll((found) => found.map((one) => getComputedStyle(one).borderTopWidth));
  expect(widths.length).toBeGreaterThan(7);
  expect(widths.filter((width) => width === '0px')).toEqual([]);
  await visitor.composer.focus();
  await page.keyboard.press('Tab');
  await expect(visitor.button('Send')).toHaveCSS('outline-style', 'solid');
  await visitor.button('Close').click();
  await agent.say('Are you there?');
  const badge = page.locator('porchlight-chat').getByText('1', { exact: true });
  await expect(badge).toBeVisible();
  expect(await badge.evaluate((one) => getComputedStyle(one).borderTopWidth)).toBe('1px');
});

for (const wanted of ['reduce', 'no-preference'] as const) {
  test(`the panel ${wanted === 'reduce' ? 'stands still' : 'rises for 160 ms'} where motion is "${wanted}"`, async ({
    page,
    host,
    visitor,
  }) => {
    await page.emulateMedia({ reducedMotion: wanted });
    await visitor.visit((await host('plain')).url);
    await visitor.open();
    await expect(visitor.composer).toBeVisible();

    const durations = await page.evaluate(() => {
      const all = [...(document.querySelector('porchlight-chat')?.shadowRoot?.querySelectorAll('*') ?? [])];
      return all
        .map((one) => getComputedStyle(one))
        .flatMap(({ animationDuration, transitionDuration }) => [animationDuration, transitionDuration])
        .filter((duration) => duration !== '0s' && duration !== 'auto');
    });
    expect(durations).toEqual(wanted === 'reduce' ? [] : ['0.16s']);
  });
}

test('with the spacing of WCAG 1.4.12 no words are cut off', async ({ page, chatOn, visitor, agent }) => {
  await chatOn('plain');
  await visitor.say('A message that is long enough to go over more than one line of the panel.');
  await agent.say('And an answer that is long enough for two lines as well, at the very least.');
  await visitor.sees('And an answer that is long enough for two lines as well, at the very least.');
  await visitor.button('End chat').click();

  await page.evaluate(() => {
    const root = document.querySelector('porchlight-chat')?.shadowRoot;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`
      * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
      p { margin-block-end: 2em !important }`);
    root?.adoptedStyleSheets.push(sheet);
  });

  expect(await cutOff(visitor.panel)).toEqual([]);
});

test('an inline chat keeps the size the site gives it, and none of the site’s letters', async ({
  page,
  host,
  visitor,
}) => {
  await visitor.visit((await host('plain', { 'data-name': 'Mira' })).url);
  await visitor.open();
  await expect(visitor.composer).toBeVisible();

  await page.evaluate(() => {
    document.body.style.cssText = 'font: italic 31px cursive; letter-spacing: 9px; text-transform: uppercase';
    const chat = document.querySelector('porchlight-chat');
    chat?.toggleAttribute('inline', true);
    chat?.setAttribute('style', 'display: block; inline-size: 500px; block-size: 420px; margin: 12px');
  });

  const box = await visitor.panel.boundingBox();
  const outer = await page.locator('porchlight-chat').boundingBox();
  expect([box?.width, box?.height, box?.x, box?.y]).toEqual([500, 420, outer?.x, outer?.y]);
  await expect(page.locator('porchlight-chat')).toHaveCSS('margin', '12px');
  await expect(visitor.panel.getByRole('heading')).toHaveCSS('font-size', '15px');
  for (const [style, value] of [
    ['font-style', 'normal'],
    ['letter-spacing', 'normal'],
    ['text-transform', 'none'],
  ] as const)
    await expect(visitor.composer).toHaveCSS(style, value);
});

/** Elements with words of their own that show less of them than there is. */
function cutOff(panel: Locator): Promise<string[]> {
  return panel.evaluate((panel) =>
    [...panel.querySelectorAll<HTMLElement>('h2, p, button, label, li')]
      .filter(({ className, offsetParent }) => offsetParent && className !== 'unseen')
      .filter((one) => getComputedStyle(one).overflowX !== 'visible' || one.scrollWidth > one.clientWidth + 1)
      .filter((one) => one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1)
      .map((one) => one.innerText),
  );
}

type Question = { colours: string[]; pairs: [variable: string, part: string][] };

/** For each colour in each place: how much the words there stand out from it, as WCAG counts, by painted pixels. */
function contrasts({ colours, pairs }: Question): { variable: string; colour: string; ratio: number }[] {
  const chat = document.querySelector<HTMLElement>('porchlight-chat');
  const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  if (!chat?.shadowRoot || !canvas) throw new Error('nothing to look at');
  const surface = getComputedStyle(chat.shadowRoot.querySelector('[part="panel"]') ?? chat).backgroundColor;
  const luminance = (colours: string[]) => {
    for (const colour of colours) {
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
    }
    const [red = 0, green = 0, blue = 0] = [...canvas.getImageData(0, 0, 1, 1).data].map((value) =>
      value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4,
    );
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  return pairs.flatMap(([variable, part]) => {
    const place = chat.shadowRoot?.querySelector(`[part~="${part}"]`);
    if (!place) throw new Error(`no ${part}`);
    const measured = colours.map((colour) => {
      chat.style.setProperty(`--porchlight-${variable}`, colour);
      const { color, backgroundColor } = getComputedStyle(place);
      const behind = luminance([surface, backgroundColor]);
      const words = luminance([surface, backgroundColor, color]);
      const [darker = 0, lighter = 0] = [behind, words].sort((a, b) => a - b);
      return { variable, colour, ratio: (lighter + 0.05) / (darker + 0.05) };
    });
    chat.style.removeProperty(`--porchlight-${variable}`);
    return measured;
  });
}
