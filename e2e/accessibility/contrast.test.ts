import { expect, type Page } from '@playwright/test';
import { test } from '../support/fixtures.ts';

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

test('words stand out at least 4.5 to 1 from any accent and any bubble, light and dark, hovered too', async ({
  page,
  chatOn,
  visitor,
  agent,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await chatOn('plain');
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

  for (const theme of ['light', 'dark']) {
    await setTheme(page, theme);
    const measured = await page.evaluate(contrasts, question);
    expect(measured.filter(({ ratio }) => ratio < 4.5)).toEqual([]);
    expect(measured).toHaveLength(4 * 120);
  }
  await visitor.composer.fill('More');
  const hints: string[] = [];
  page.on('console', (line) => hints.push(line.text()));
  await page.addStyleTag({
    content: `porchlight-chat { --porchlight-accent: #ffd400; --porchlight-on-accent: #fff; --porchlight-surface: #222;
      --porchlight-muted: #444 }`,
  });
  await setTheme(page, 'light');
  await expect(visitor.button('Send')).toHaveCSS('color', 'rgb(0, 0, 0)');
  for (const part of ['title', 'status', 'day'])
    await expect(visitor.panel.locator(`[part~="${part}"]`).first()).toHaveCSS('color', 'rgb(255, 255, 255)');
  await expect.poll(() => hints.filter((line) => line.includes('nobody can read'))).toHaveLength(4);
  await page.evaluate(() => document.querySelector('style:last-of-type')?.remove());
  await setTheme(page, 'dark');
  await expect(visitor.button('Close')).not.toHaveCSS('color', 'rgb(255, 255, 255)');
  await visitor.button('Send').hover();
  await expect(visitor.button('Send')).toHaveCSS('filter', 'none');
  await page.emulateMedia({ contrast: 'more' });
  const { color } = await visitor.panel.evaluate((one) => ({ color: getComputedStyle(one).color }));
  await expect(visitor.button('Close')).toHaveCSS('color', color);
  await page.emulateMedia({ contrast: null, forcedColors: 'active' });
  await visitor.button('Close').focus();
  await page.keyboard.press('Tab');
  await expect(visitor.transcript).toHaveCSS('outline-style', 'solid');
});

test('row 22: data-theme="host" goes with the page, also when it changes, auto with the visitor, the others with nobody', async ({
  page,
  host,
  visitor,
}) => {
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'no-preference' });
  await visitor.visit((await host('plain', { 'data-theme': 'host' })).url);
  await visitor.open();
  await expect(visitor.composer).toBeVisible();
  const [light, dark] = ['rgb(255, 255, 255)', 'rgb(26, 28, 32)'] as const;
  const shows = (colour: string) => expect(visitor.panel).toHaveCSS('background-color', colour);

  await shows(light);
  await page.evaluate(() => {
    document.documentElement.style.colorScheme = 'dark';
  });
  await shows(dark);
  await page.evaluate(() => {
    document.documentElement.style.colorScheme = '';
  });
  for (const [theme, ofLightOnes, ofDarkOnes] of [
    ['auto', light, dark],
    ['light', light, light],
    ['dark', dark, dark],
  ] as const) {
    await setTheme(page, theme);
    await shows(ofDarkOnes);
    await page.emulateMedia({ colorScheme: 'light' });
    await shows(ofLightOnes);
    await page.emulateMedia({ colorScheme: 'dark' });
  }

  // Where no movement is wanted nothing moves, which is looked at in every state elsewhere.
  await expect(visitor.panel).toHaveCSS('animation-duration', '0.16s');
});

test('row 58: an inline chat has no launcher, and keeps the size the site gives it, and none of the site’s letters', async ({
  page,
  service,
  host,
  visitor,
}) => {
  const { organizationId, deploymentId, queue } = await service.demo();
  const chat = `<porchlight-chat inline organization-id="${organizationId}" deployment-id="${deploymentId}" queue="${queue}" name="Mira"></porchlight-chat>`;
  const css = `body { font: italic 31px cursive; letter-spacing: 9px; text-transform: uppercase }
    porchlight-chat { inline-size: 500px; block-size: 420px; margin: 12px }`;
  const script = `<script async src="${service.origin}/porchlight.js"></script>`;
  await page.goto((await host('plain')).write('/own', `<style>${css}</style>${chat}${script}`));
  await expect(visitor.composer).toBeVisible();

  await expect(page.locator('porchlight-chat').getByRole('button', { name: /^chat/i })).toHaveCount(0);
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

async function setTheme(page: Page, theme: string): Promise<void> {
  await page.evaluate((wanted) => {
    for (const tag of document.querySelectorAll<HTMLElement>('script[data-deployment-id]')) tag.dataset.theme = wanted;
  }, theme);
  await expect(page.locator('porchlight-chat')).toHaveAttribute('theme', theme);
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
