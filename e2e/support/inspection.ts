import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

const colours = ['color-contrast', 'link-in-text-block'];

/** What axe has to say of what stands on the page now: of all that counts in light, of colours in dark and forced. */
export async function axeFaults(page: Page, within = 'html'): Promise<string[]> {
  const faults: string[] = [];
  const runAxe = async (where: string, rules?: string[]) => {
    await page.evaluate(endMovement);
    const isThere = await page.evaluate(() => 'axe' in window);
    const axe = new AxeBuilder({ page, ...(isThere ? { axeSource: '0' } : {}) })
      .include(within)
      .setLegacyMode()
      .options({ resultTypes: ['violations'] });
    const { violations } = await (rules ? axe.withRules(rules) : axe).analyze();
    for (const { id, nodes } of violations)
      faults.push(`${where}, ${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
  };
  await runAxe('light');
  await page.emulateMedia({ colorScheme: 'dark' });
  await runAxe('dark', colours);
  await page.emulateMedia({ colorScheme: 'light', forcedColors: 'active' });
  await runAxe('forced', colours);
  await page.emulateMedia({ forcedColors: 'none' });
  return faults;
}

/** A colour on its way to another has the contrast of neither. Ended, not awaited: a page that draws nothing ends none. */
function endMovement(): void {
  const roots = [document, ...[...document.querySelectorAll('*')].flatMap(({ shadowRoot }) => shadowRoot ?? [])];
  const moving = roots.flatMap((root) => root.getAnimations()).filter((one) => one instanceof CSSTransition);
  for (const one of moving) one.finish();
}

/** The same of the widget, and what axe does not ask: targets, edges in forced colours, movement, words cut off. */
export async function widgetFaults(page: Page): Promise<string[]> {
  const faults = await axeFaults(page, 'porchlight-chat');
  await page.emulateMedia({ forcedColors: 'active' });
  faults.push(...(await page.evaluate(withoutEdge)));
  await page.emulateMedia({ forcedColors: 'none' });
  return [...faults, ...(await page.evaluate(measured))];
}

/** What can be pressed, written in or missed, and has no border for forced colours to show. */
function withoutEdge(): string[] {
  const root = document.querySelector('porchlight-chat')?.shadowRoot;
  return [
    ...(root?.querySelectorAll<HTMLElement>('button, input, textarea, [part~="bubble"], [part="badge"]:not(:empty)') ??
      []),
  ]
    .filter((one) => one.checkVisibility({ visibilityProperty: true }))
    .filter((one) => getComputedStyle(one).borderTopWidth === '0px' && one.role?.startsWith('menuitem') !== true)
    .map((one) => `no edge: ${one.outerHTML}`);
}

function measured(): string[] {
  const root = document.querySelector('porchlight-chat')?.shadowRoot;
  if (!root) return ['no widget'];
  const panel = root.querySelector('[role=dialog]');
  const all = [...root.querySelectorAll<HTMLElement>('*')].filter((one) =>
    one.checkVisibility({ visibilityProperty: true }),
  );
  const moving = all.filter((one) => {
    const { animationName, transitionDuration } = getComputedStyle(one);
    return animationName !== 'none' || transitionDuration !== '0s';
  });
  // Links stand in a sentence, which the criterion lets be.
  const small = all
    .filter((one) => one.matches('button, input, textarea, [tabindex="0"]'))
    .filter((one) => {
      const { width, height } = one.getBoundingClientRect();
      return Math.min(width, height) < (one.matches('[part=launcher]') ? 44 : 24);
    });
  return [...describeFaults('moves', moving), ...describeFaults('small', small), ...spaced(), ...large()];

  function describeFaults(what: string, which: HTMLElement[]) {
    return which.map((one) => `${what}: ${one.outerHTML.slice(0, 200)}`);
  }

  /** WCAG 1.4.12. */
  function spaced() {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`
      * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
      p { margin-block-end: 2em !important }`);
    root?.adoptedStyleSheets.push(sheet);
    const faults = describeFaults('cut off when spaced', cutOff());
    root?.adoptedStyleSheets.pop();
    return faults;
  }

  /** WCAG 1.4.4, as a browser does that enlarges nothing but letters. */
  function large() {
    const sizes = all.map((one) => Number.parseFloat(getComputedStyle(one).fontSize));
    for (const [index, one] of all.entries()) one.style.fontSize = `${(sizes[index] ?? 0) * 2}px`;
    const faults = describeFaults('cut off when large', cutOff());
    for (const one of all) one.style.fontSize = '';
    return faults;
  }

  /** Elements with words of their own that show less of them than there is, or stand out of the panel. */
  function cutOff() {
    const { left = 0, right = 0 } = panel?.getBoundingClientRect() ?? {};
    return all
      .filter((one) => one.matches('[role=dialog] :is(h2, p, button, label, li, small)') && one.className !== 'unseen')
      .filter((one) => {
        const box = one.getBoundingClientRect();
        const isOut = box.left < left - 1 || box.right > right + 1;
        const isWide = one.scrollWidth > one.clientWidth + 1;
        const isHigh = getComputedStyle(one).overflowY !== 'visible' && one.scrollHeight > one.clientHeight + 1;
        return isOut || isWide || isHigh;
      });
  }
}
