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

/** Milliseconds from a click on the launcher in `element` until its composer has the focus. */
export async function timeToComposer(browser: Browser, url: string, element: string, slowdown = 1): Promise<number> {
  return onFreshPage(browser, slowdown, async (page) => {
    await page.goto(url, { waitUntil: 'networkidle' });
    await page.locator(`${element} button`).first().waitFor();
    return page.evaluate(clickAndWait, element);
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

function clickAndWait(element: string): Promise<number> {
  const root = document.querySelector(element)?.shadowRoot;
  const launcher = root?.querySelector('button');
  if (!root || !launcher) throw new Error('no launcher');
  const started = performance.now();
  launcher.click();
  return new Promise((resolve) => {
    const look = () =>
      root.activeElement instanceof HTMLTextAreaElement || root.activeElement instanceof HTMLInputElement
        ? resolve(performance.now() - started)
        : setTimeout(look);
    look();
  });
}
