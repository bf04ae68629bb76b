import { expect, type Page } from '@playwright/test';
import { attributes } from '../../src/embed/contract/attributes.ts';
import { verbs } from '../../src/embed/contract/verbs.ts';
import { test } from '../support/fixtures.ts';

/** A browser of long ago: each of these is missing somewhere. */
function takeAway(): void {
  for (const name of ['BroadcastChannel', 'requestIdleCallback', 'AudioContext', 'CloseWatcher', 'navigation']) {
    Object.defineProperty(globalThis, name, { value: undefined, configurable: true });
  }
  Object.defineProperty(globalThis, 'visualViewport', { value: undefined, configurable: true });
  Object.defineProperty(navigator, 'locks', { value: undefined, configurable: true });
  Object.defineProperty(crypto, 'randomUUID', { value: undefined, configurable: true });
  Object.defineProperty(AbortSignal, 'any', { value: undefined, configurable: true });
  for (const name of ['PluralRules', 'Segmenter']) {
    Object.defineProperty(Intl, name, { value: undefined, configurable: true });
  }
}

/** Libraries of long ago, careless analytics, and a form whose name is a global. */
function interfere(): void {
  const own = globalThis.fetch;
  globalThis.fetch = function (this: unknown, ...args: Parameters<typeof fetch>) {
    return own.apply(this as typeof globalThis, args).then((response) => response);
  };
  Object.assign(Object.prototype, { theme: 'dark', each() {}, q: 7, id: 'host' });
  Object.assign(Array.prototype, { last() {}, toJSON: undefined, contains: () => false });
  class SitePromise extends Promise<unknown> {}
  Object.assign(globalThis, { Promise: SitePromise });
  const complain = () => {
    throw new Error('this site allows no console');
  };
  Object.assign(console, { log: complain, warn: complain, error: complain, info: complain, debug: complain });
  addEventListener('DOMContentLoaded', () => {
    for (const name of ['config', 'settings', 'Porchlight_']) {
      document.body.append(Object.assign(document.createElement('form'), { name, id: name }));
    }
  });
}

function freeze(): void {
  const shared = [Object, Array, Promise, Map, Set, String, Date, RegExp, Error, EventTarget, Node, Element];
  for (const frozen of [...shared, Request, Response, Headers, AbortSignal, WebSocket]) {
    Object.freeze(frozen.prototype);
  }
}

const refusing = () => {
  for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches']) {
    Object.defineProperty(globalThis, name, {
      get() {
        throw new DOMException('no', 'SecurityError');
      },
    });
  }
};
const full = () => {
  Storage.prototype.setItem = () => {
    throw new DOMException('full', 'QuotaExceededError');
  };
};

/** Uncaught errors and rejections, as the page itself hears them: the browser's own report leaves some out. */
async function listen(page: Page): Promise<() => Promise<string[]>> {
  await page.addInitScript(() => {
    const heard: string[] = [];
    Object.defineProperty(globalThis, 'heard', { value: heard });
    addEventListener('error', (event) => heard.push(String(event.message)));
    addEventListener('unhandledrejection', (event) => heard.push(String(event.reason)));
  });
  return () => page.evaluate(() => (globalThis as unknown as { heard: string[] }).heard);
}

for (const [roughness, rough, survivesReload] of [
  ['that lacks what newer browsers have', takeAway, true],
  ['that overrides what all scripts share', interfere, true],
  ['that froze the prototypes', freeze, true],
  ['whose storage throws (row 47)', refusing, false],
  ['whose storage is full (row 47)', full, false],
] as const) {
  test(`a whole chat on a page ${roughness}`, async ({ page, chatOn, visitor, agent, pageErrors }) => {
    const heard = await listen(page);
    await page.addInitScript(rough);
    await chatOn('plain');

    await visitor.say('Is anybody there?');
    await agent.sees('Is anybody there?');
    await agent.say('Yes, I am.');
    await visitor.sees('Yes, I am.');
    expect(await heard()).toEqual([]);
    await page.reload();
    if (survivesReload) {
      await visitor.sees('Yes, I am.');
      await visitor.say('And now?');
      await agent.sees('And now?');
    } else await expect(visitor.launcher).toBeVisible();

    expect(await heard()).toEqual([]);
    expect(pageErrors).toEqual([]);
  });
}

test('a refusal is understood on a page that froze the prototypes', async ({ page, chatOn, visitor, agent }) => {
  await page.addInitScript(freeze);
  await chatOn('plain');
  await visitor.say('Hello');
  await agent.sees('Hello');

  await page.route('**/messages', (route) => route.fulfill({ status: 400, body: '{}' }));
  await visitor.composer.fill('Refused');
  await visitor.composer.press('Enter');

  await expect(visitor.panel.getByText(/it was refused/i)).toBeVisible();
});

test('garbage in every attribute and in every verb’s arguments is told to the console at most', async ({
  page,
  host,
  visitor,
  pageErrors,
}) => {
  const heard = await listen(page);
  const names = attributes.map((name) => `data-${name.replace(/[A-Z]/g, '-$&').toLowerCase()}`);
  const junk = [
    '',
    ' ',
    '[[[',
    'javascript:alert(1)',
    'http://[',
    '__proto__',
    '\u202e\ud83d',
    '-1e999',
    'a,b?,,',
    '*'.repeat(999),
  ];
  const left = ['data-organization-id', 'data-global', 'data-id', 'data-launcher', 'data-show-on', 'data-hide-on'];
  const tag = Object.fromEntries(names.filter((name) => !left.includes(name)).map((name) => [name, '[[[']));
  await visitor.visit((await host('plain', { ...tag, 'data-text-launcher': '[[[ chat', 'data-field-': '[[[' })).url);
  await visitor.open();
  await expect(visitor.panel.getByRole('button').first()).toBeVisible();
  await expect.poll(() => page.evaluate(() => typeof Object(window.Porchlight).state?.status)).toBe('string');

  await page.evaluate(
    async ([names, junk]) => {
      const script = document.querySelector('script[src*=porchlight]');
      for (const value of [...junk, 'x'.repeat(1_000_000)]) {
        for (const name of names) script?.setAttribute(name, value);
        await new Promise((resolve) => setTimeout(resolve));
      }
      for (const name of names) script?.removeAttribute(name);
    },
    [names, junk] as const,
  );
  const answers = await page.evaluate(
    async (verbs) => {
      const fail = () => {
        throw new Error('a trap of the page');
      };
      const traps = Object.fromEntries(Object.getOwnPropertyNames(Reflect).map((name) => [name, fail]));
      const hostile = [
        new Proxy({}, traps),
        Object.create(null),
        {
          get name() {
            return fail();
          },
        },
        Symbol('x'),
        1n,
        'x'.repeat(1e6),
      ];
      const call = window.Porchlight as unknown as (...words: unknown[]) => Promise<unknown>;
      const waiting = hostile.flatMap((one) => verbs.map((verb) => call(verb, one, one)).concat(call(one, one)));
      const settled = Promise.allSettled(waiting);
      const late = new Promise<never[]>((resolve) => setTimeout(() => resolve([]), 5_000));
      return (await Promise.race([settled, late])).map((answer) =>
        answer.status === 'rejected' ? typeof Object(answer.reason).code : 'string',
      );
    },
    verbs.filter((verb) => verb !== 'destroy'),
  );
  expect([...new Set(answers)].filter((kind) => kind !== 'string')).toEqual([]);
  await page.evaluate(() => void window.Porchlight?.('destroy'));
  await expect(page.locator('porchlight-chat')).toHaveCount(0);
  expect(await heard()).toEqual([]);
  expect(pageErrors).toEqual([]);
});

test('what an older version or somebody else left in the storage is overlooked, whatever it is', async ({
  page,
  chatOn,
  host,
  visitor,
  agent,
  pageErrors,
}) => {
  test.slow();
  const heard = await listen(page);
  await chatOn('plain', { 'data-storage': 'local' });
  await visitor.say('first');
  await agent.sees('first');
  const keys = await page.evaluate(() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)]);
  expect(keys.length).toBeGreaterThan(0);

  for (const junk of [
    '',
    '{',
    'null',
    '[]',
    '7',
    '{"version":-1}',
    '{"version":1,"conversation":7,"outbox":{}}',
    '\u0000',
  ]) {
    await page.evaluate(
      ([keys, junk]) => {
        localStorage.clear();
        sessionStorage.clear();
        for (const key of keys) for (const storage of [localStorage, sessionStorage]) storage.setItem(key, junk);
      },
      [keys, junk] as const,
    );
    await page.reload();
    await expect(page.locator('porchlight-chat')).toHaveCount(1);
    if (!(await visitor.panel.isVisible())) await visitor.open();
    await expect(visitor.composer).toBeVisible();
    expect(await heard()).toEqual([]);
  }
  await visitor.visit((await host('plain', { 'data-storage': 'local', 'data-name': 'Mira' })).url);
  expect(pageErrors).toEqual([]);
});

test('a service that answers nonsense never throws into the page, and the chat starts once it has come to its senses', async ({
  page,
  host,
  visitor,
  agent,
  pageErrors,
}) => {
  test.slow();
  const heard = await listen(page);
  const nonsense = [
    { status: 500, body: 'oops' },
    { status: 502, contentType: 'text/html', body: '<html><h1>Bad gateway' },
    { status: 503, contentType: 'application/json', body: '{"code":7,"message":[]}' },
    { status: 429, headers: { 'retry-after': 'soon' }, body: '' },
  ];
  let asked = 0;
  await page.route('**/api/v2/webchat/**', async (route) => {
    if (route.request().method() === 'OPTIONS') return route.continue();
    const answer = nonsense[asked++];
    if (!answer) return route.continue();
    return route.fulfill({ ...answer, headers: { ...answer.headers, 'access-control-allow-origin': '*' } });
  });
  await visitor.visit((await host('plain', { 'data-name': 'Mira' })).url);
  await visitor.open();
  await visitor.say('Hello through the noise');

  const again = visitor.button(/try again/i);
  await expect
    .poll(
      async () => {
        if (await again.isVisible()) await again.click();
        return asked;
      },
      { timeout: 60_000 },
    )
    .toBeGreaterThan(nonsense.length);
  await agent.accept();
  await agent.sees('Hello through the noise');
  expect(await heard()).toEqual([]);
  expect(pageErrors).toEqual([]);
});

test('a created chat that is no chat is refused in words, and Try again starts one', async ({
  page,
  host,
  visitor,
  agent,
  pageErrors,
}) => {
  const heard = await listen(page);
  const bodies = ['<!doctype html><p>Welcome to the hotel network', 'null', '[]', '{"id":{},"jwt":7}', '{"id":"'];
  const headers = { 'access-control-allow-origin': '*', 'content-type': 'application/json' };
  await page.route('**/api/v2/webchat/**', (route) => {
    const body = route.request().method() === 'POST' ? bodies.shift() : undefined;
    return body === undefined ? route.continue() : route.fulfill({ status: 200, headers, body });
  });
  await visitor.visit((await host('plain', { 'data-name': 'Mira' })).url);
  await visitor.open();
  await visitor.say('Hello');

  while (bodies.length > 0) {
    await expect(visitor.panel.getByText('Something went wrong. Please try again.')).toBeVisible();
    await expect(visitor.message('Hello')).toBeVisible();
    await visitor.button('Try again').click();
  }
  await expect
    .poll(async () => {
      if (await visitor.button('Try again').isVisible()) await visitor.button('Try again').click();
      return visitor.composer.isVisible();
    })
    .toBe(true);
  await agent.accept();
  await agent.sees('Hello');
  expect(await heard()).toEqual([]);
  expect(pageErrors).toEqual([]);
});

test('row 36: frames of garbage are overlooked, and the message among them is shown once', async ({
  page,
  chatOn,
  visitor,
  agent,
  pageErrors,
}) => {
  const heard = await listen(page);
  const garbage = ['', '{', 'null', '[]', '7', '"x"', '{"eventBody":null}', '{"topicName":7,"metadata":[]}', '\ud800'];
  await page.routeWebSocket(/.*/, (near) => {
    const far = near.connectToServer();
    const spit = () => {
      for (const frame of garbage) near.send(frame);
    };
    near.onMessage((frame) => far.send(frame));
    far.onMessage((frame) => {
      spit();
      near.send(frame);
      near.send(Buffer.from([0, 255, 1]));
      near.send(frame);
    });
  });
  await chatOn('plain');
  await agent.say('Good day');
  await visitor.sees('Good day');
  await visitor.say('Good day to you');
  await agent.sees('Good day to you');
  expect(await heard()).toEqual([]);
  expect(pageErrors).toEqual([]);
});

test('an element the page removes leaves quietly, and its verbs still answer', async ({
  page,
  chatOn,
  visitor,
  pageErrors,
}) => {
  const heard = await listen(page);
  await chatOn('plain');
  await visitor.say('Hello');
  await page.evaluate(() => document.querySelector('porchlight-chat')?.remove());
  await page.evaluate(() => {
    const porchlight = Reflect.get(window, 'Porchlight') as undefined | ((verb: string) => Promise<unknown>);
    porchlight?.('open');
    porchlight?.('nonsense');
  });

  expect(await heard()).toEqual([]);
  expect(pageErrors).toEqual([]);
});
