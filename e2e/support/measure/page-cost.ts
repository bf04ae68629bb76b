import type { Browser, Page } from '@playwright/test';

export type LoadCost = {
  /** What long tasks took beyond 50 ms each, until the page was quiet. */
  blockingMs: number;
  layoutShift: number;
};

/** Loads a page in a browser of its own and tells what its scripts cost while it loaded. */
export async function costOfLoading(browser: Browser, url: string, slowdown: number): Promise<LoadCost> {
  return onFreshPage(browser, slowdown, async (page) => {
    await page.addInitScript(watchLoading);
    await page.goto(url, { waitUntil: 'networkidle' });
    return page.evaluate(() => (globalThis as unknown as { loadCost: LoadCost }).loadCost);
  });
}

/** A page with a launcher in `element`. */
export type ChatPage = { url: string; element: string };

/** How the launcher is pressed: by a mouse, which hovers before it clicks, or by a script. */
export type Press = 'hand' | 'script';

/** From the pointer's coming to the click: less than a hand that points and presses in one go takes. */
const pressMs = 100;

/** Milliseconds from a click on the launcher until its composer has the focus. */
export async function timeToComposer(browser: Browser, { url, element }: ChatPage, press: Press, slowdown = 1) {
  return onFreshPage(browser, slowdown, async (page) => {
    await page.goto(url, { waitUntil: 'networkidle' });
    const launcher = page.locator(`${element} button`).first();
    await launcher.waitFor();
    const time = page.evaluate(timeFromClick, element);
    if (press === 'hand') await launcher.click({ delay: pressMs });
    else await launcher.evaluate((button) => button instanceof HTMLElement && button.click());
    return time;
  });
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

async function onFreshPage<Value>(browser: Browser, slowdown: number, work: (page: Page) => Promise<Value>) {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    const devTools = await context.newCDPSession(page);
    await devTools.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
    return await work(page);
  } finally {
    await context.close();
  }
}

function watchLoading() {
  const loadCost = { blockingMs: 0, layoutShift: 0 };
  Object.assign(globalThis, { loadCost });
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) loadCost.blockingMs += Math.max(0, duration - 50);
  }).observe({ type: 'longtask', buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) loadCost.layoutShift += (entry as unknown as { value: number }).value;
  }).observe({ type: 'layout-shift', buffered: true });
}

function timeFromClick(element: string): Promise<number> {
  const root = document.querySelector(element)?.shadowRoot;
  if (!root) throw new Error('no launcher');
  return new Promise((resolve) => {
    root.addEventListener('click', ({ timeStamp }) => {
      const checkFocus = () =>
        root.activeElement instanceof HTMLTextAreaElement || root.activeElement instanceof HTMLInputElement
          ? resolve(performance.now() - timeStamp)
          : setTimeout(checkFocus);
      checkFocus();
    });
  });
}
