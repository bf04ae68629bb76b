import { expect, type Page } from '@playwright/test';
import { test } from '../support/fixtures.ts';

test('row 51: fifty chats destroyed, one of them live, leave no listener, timer, lock, channel, style, element or global', async ({
  page,
  host,
  chatOn,
  visitor,
  pageErrors,
}) => {
  test.slow();
  await page.addInitScript(countEverything);
  await chatOn('plain');
  await visitor.say('Still there?');
  await page.evaluate(() => window.Porchlight?.('destroy'));
  await expect.poll(() => left(page)).toEqual(nothing);

  await page.goto((await host('plain', { 'data-storage': 'none', 'data-name': 'Mira' })).url);
  await page.evaluate(mountAndDestroy, 50);

  await expect.poll(() => left(page), { timeout: 10_000 }).toEqual(nothing);
  expect(pageErrors).toEqual([]);
});

test('row 51: fifty chats that the page wrote into itself, destroyed and taken out by turns, leave as little', async ({
  page,
  service,
  host,
  pageErrors,
}) => {
  test.slow();
  const { organizationId, deploymentId, queue } = await service.demo();
  const chat = `<porchlight-chat inline organization-id="${organizationId}" deployment-id="${deploymentId}" queue="${queue}" name="Mira" storage="none"></porchlight-chat>`;
  await page.addInitScript(countEverything);
  await page.goto((await host('plain')).write('/own', `<script async src="${service.origin}/porchlight.js"></script>`));
  await page.evaluate(() => customElements.whenDefined('porchlight-chat').then(() => {}));

  await page.evaluate(async (html) => {
    for (let round = 0; round < 50; round++) {
      const template = document.createElement('template');
      template.innerHTML = html;
      document.body.append(template.content);
      await window.Porchlight?.('open');
      if (round % 2) await window.Porchlight?.('destroy');
      document.querySelector('porchlight-chat')?.remove();
    }
  }, chat);

  await expect.poll(() => left(page), { timeout: 10_000 }).toEqual(nothing);
  expect(pageErrors).toEqual([]);
});

test('a chat destroyed while it is fetched, or without a word awaited, mounts nothing and raises nothing', async ({
  page,
  host,
  visitor,
  pageErrors,
}) => {
  await page.addInitScript(countEverything);
  await visitor.visit((await host('plain')).url);

  await page.evaluate(() => {
    const porchlight = window.Porchlight as unknown as Record<string, (...words: unknown[]) => unknown>;
    porchlight.open?.();
    porchlight.noSuchVerb?.();
    porchlight.destroy?.();
    porchlight.send?.('too late');
  });
  await page.waitForLoadState('networkidle');

  await expect.poll(() => left(page)).toEqual(nothing);
  expect(pageErrors).toEqual([]);
});

test('a script that is run, destroyed and run again in one breath draws one chat that works', async ({
  page,
  host,
  visitor,
  pageErrors,
}) => {
  await visitor.visit((await host('plain', { 'data-name': 'Mira' })).url);

  await page.evaluate(async () => {
    const tag = document.querySelector('script[src*="porchlight.js"]') as HTMLScriptElement;
    const mount = () =>
      new Promise((resolve) => {
        const script = document.createElement('script');
        for (const { name, value } of tag.attributes) script.setAttribute(name, value);
        script.onload = resolve;
        document.body.append(script);
      });
    void window.Porchlight?.('destroy');
    await mount();
    await mount();
  });

  await expect(page.locator('porchlight-chat')).toHaveCount(1);
  await visitor.open();
  await expect(visitor.composer).toBeFocused();
  expect(pageErrors).toEqual([]);
});

const nothing = { listeners: [], timers: 0, channels: 0, sockets: 0, locks: 0, styles: 0, elements: 0, globals: [] };

async function mountAndDestroy(rounds: number): Promise<void> {
  const tag = document.querySelector('script[src*="porchlight.js"]') as HTMLScriptElement;
  for (let round = 0; round < rounds; round++) {
    if (!window.Porchlight)
      await new Promise((resolve) => {
        const script = document.createElement('script');
        for (const { name, value } of tag.attributes) script.setAttribute(name, value);
        script.onload = resolve;
        document.body.append(script);
      });
    await window.Porchlight?.('open');
    await window.Porchlight?.('destroy');
  }
}

type Taken = { listeners: Map<string, number>; timers: Set<unknown>; channels: Set<unknown>; sockets: Set<WebSocket> };

/** Runs in the page before anything of ours: counts what the chat takes until it gives it back. */
function countEverything(): void {
  const taken: Taken = { listeners: new Map(), timers: new Set(), channels: new Set(), sockets: new Set() };
  const names = Object.getOwnPropertyNames(window);
  Object.assign(window, { taken, names: [...names, 'taken', 'names'] });
  const known = new WeakMap<object, Map<string, boolean>>();
  const shared = (target: unknown) =>
    target === undefined || target === window || target instanceof Document || target === document.documentElement;
  const add = EventTarget.prototype.addEventListener;
  const remove = EventTarget.prototype.removeEventListener;
  const isShared = (target: unknown) =>
    shared(target) ||
    target === Reflect.get(window, 'navigation') ||
    target === window.visualViewport ||
    target instanceof MediaQueryList ||
    target === document.body;
  const keyOf = (type: string, options: unknown) =>
    `${type}:${options === true || (typeof options === 'object' && options !== null && 'capture' in options && !!options.capture)}`;
  const change = (type: string, by: number) => taken.listeners.set(type, (taken.listeners.get(type) ?? 0) + by);

  EventTarget.prototype.addEventListener = function (type, listener, options) {
    const signal = typeof options === 'object' ? options?.signal : undefined;
    if (listener && isShared(this) && !signal?.aborted) {
      const own = known.get(listener) ?? new Map<string, boolean>();
      known.set(listener, own);
      const key = keyOf(type, options);
      if (!own.get(key)) {
        own.set(key, true);
        change(type, 1);
        signal && add.call(signal, 'abort', () => own.delete(key) && change(type, -1));
      }
    }
    return add.call(this, type, listener, options);
  };
  EventTarget.prototype.removeEventListener = function (type, listener, options) {
    if (listener && isShared(this) && known.get(listener)?.delete(keyOf(type, options))) change(type, -1);
    return remove.call(this, type, listener, options);
  };

  const { setTimeout: later, clearTimeout: drop, setInterval: often, clearInterval: stop } = window;
  Object.assign(window, {
    setTimeout(call: () => void, ms?: number) {
      const id = later(() => {
        taken.timers.delete(id);
        call();
      }, ms);
      taken.timers.add(id);
      return id;
    },
    clearTimeout(id: number) {
      taken.timers.delete(id);
      drop(id);
    },
    setInterval(call: () => void, ms?: number) {
      const id = often(call, ms);
      taken.timers.add(id);
      return id;
    },
    clearInterval(id: number) {
      taken.timers.delete(id);
      stop(id);
    },
  });
  const { BroadcastChannel: Channel, WebSocket: Socket } = window;
  window.BroadcastChannel = class extends Channel {
    constructor(name: string) {
      super(name);
      taken.channels.add(this);
    }
    override close() {
      taken.channels.delete(this);
      super.close();
    }
  };
  window.WebSocket = class extends Socket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      taken.sockets.add(this);
    }
  };
}

/** What the page still holds of ours. */
function left(page: Page) {
  return page.evaluate(async () => {
    const { taken, names } = window as unknown as { taken: Taken; names: string[] };
    const { held = [], pending = [] } = await navigator.locks.query();
    return {
      listeners: [...taken.listeners].filter(([, count]) => count !== 0),
      timers: taken.timers.size,
      channels: taken.channels.size,
      sockets: [...taken.sockets].filter(({ readyState }) => readyState < 2).length,
      locks: held.length + pending.length,
      styles: document.adoptedStyleSheets.length,
      elements: document.querySelectorAll('porchlight-chat').length,
      globals: Object.getOwnPropertyNames(window).filter((name) => !names.includes(name)),
    };
  });
}
