// @vitest-environment happy-dom
import { afterEach, expect, test, vi } from 'vitest';
import type { LoaderChat } from '../contract/loader-api.ts';
import { verbs } from '../contract/verbs.ts';
import { createPageController } from './page-controller.ts';

type Call = (...args: unknown[]) => Promise<unknown>;
const porchlight = () => window.Porchlight as unknown as Call & Record<string, Call> & { state: unknown };

afterEach(() => {
  Reflect.deleteProperty(window, 'Porchlight');
  for (const chat of document.querySelectorAll('porchlight-chat')) chat.remove();
});

/** A chat as the loader draws it, without a widget to be had. */
function drawn(settings: Record<string, string> = {}): LoaderChat {
  const element = document.createElement('porchlight-chat');
  const launcher = document.createElement('button');
  const panel = document.createElement('div');
  const script = document.createElement('script');
  panel.hidden = true;
  Object.assign(script.dataset, settings);
  document.documentElement.append(element);
  return {
    element,
    launcher,
    panel,
    script,
    watcher: new MutationObserver(() => {}),
    onclick: () => {},
    loadWidget: () => Promise.reject('offline'),
    open: () => {
      panel.hidden = false;
    },
    close: () => {
      panel.hidden = true;
    },
  };
}

test('calls from before the script are run in order', async () => {
  const received: unknown[] = [];
  const q = [
    [['on', 'hide', () => received.push('hide')], () => {}, () => {}],
    [['hide'], () => {}, () => {}],
  ];
  Reflect.set(
    window,
    'Porchlight',
    Object.assign(() => {}, { q }),
  );

  createPageController(
    drawn(),
    () => {},
    () => {},
  );

  await vi.waitFor(() => expect(received).toEqual(['hide']));
});

const refuse = () => {
  throw new Error('a trap of the page');
};

test('what is no call in the queue of a page is skipped, and the calls around it are answered', async () => {
  const received: unknown[] = [];
  const junk = [7, null, [], [[]], [7, 7, 7], [['hide']], ['hide'], [new Proxy([], { get: refuse })]];
  const q = [...junk, [['hide'], () => received.push('answered'), () => {}]];
  Reflect.set(
    window,
    'Porchlight',
    Object.assign(() => {}, { q }),
  );

  createPageController(
    drawn(),
    () => {},
    () => {},
  );

  await vi.waitFor(() => expect(received).toEqual(['answered']));
});

test.each(verbs.filter((verb) => verb !== 'destroy'))(
  '%s takes garbage without throwing, and refuses by a code',
  async (verb) => {
    createPageController(
      drawn(),
      () => {},
      () => {},
    );

    for (const garbage of [undefined, null, 7, {}, [], Symbol('x'), () => {}]) {
      const answer = await porchlight()(verb, garbage, garbage).catch((error) => error.code);
      if (answer !== undefined) expect(['string', 'object', 'function']).toContain(typeof answer);
    }
  },
);

test('an unknown verb rejects, and the page need not await it', async () => {
  createPageController(
    drawn(),
    () => {},
    () => {},
  );

  await expect(porchlight()('dance')).rejects.toMatchObject({ code: 'unknown.verb' });
});

test('row 54: a listener that comes late is called with ready, and not after it was removed', async () => {
  createPageController(
    drawn(),
    () => {},
    () => {},
  );
  const received: string[] = [];

  porchlight().on?.('ready', () => received.push('ready'));
  const stop: unknown = porchlight().on?.('hide', () => received.push('hide'));
  if (typeof stop === 'function') stop();
  await porchlight()('hide');

  expect(received).toEqual(['ready']);
});

test('row 57: hide hides the launcher, show shows it, and the tag may name where', async () => {
  const chat = drawn({ showOn: '/nowhere' });
  const controller = createPageController(
    chat,
    () => {},
    () => {},
  );
  controller.applyAttributes();
  expect(chat.launcher.hidden).toBe(true);

  chat.script.dataset.showOn = '*';
  controller.applyAttributes();
  expect(chat.launcher.hidden).toBe(false);
  await porchlight()('hide');
  expect(chat.launcher.hidden).toBe(true);
});

test('a site brings its own launcher', () => {
  const own = document.createElement('button');
  own.id = 'help';
  document.body.append(own);
  const chat = drawn({ launcher: '#help' });
  createPageController(
    chat,
    () => {},
    () => {},
  ).applyAttributes();

  own.click();

  expect(chat.launcher.hidden).toBe(true);
  expect(chat.panel.hidden).toBe(false);
});

test('row 51: fifty chats destroyed leave no listener, element or global', async () => {
  const counted = [window, document, ...[Reflect.get(window, 'navigation')].filter(Boolean)].map((target) => ({
    added: vi.spyOn(target, 'addEventListener'),
  }));

  for (let round = 0; round < 50; round++) {
    createPageController(
      drawn(),
      () => {},
      () => {},
    ).applyAttributes();
    await porchlight()('destroy');
  }

  expect(document.querySelector('porchlight-chat')).toBeNull();
  expect(Reflect.has(window, 'Porchlight')).toBe(false);
  for (const { added } of counted) {
    const options = added.mock.calls.map(([, , option]) => option);
    for (const option of options) expect(Object(option).signal?.aborted).toBe(true);
  }
  vi.restoreAllMocks();
});

test.each([
  ['still stands', true],
  ['has gone', false],
])('a destroy from before the script, whose tag %s', async (_, stands) => {
  const received: string[] = [];
  const call = (...args: unknown[]) => [args, () => {}, () => {}];
  const q = [
    call('on', 'ready', () => received.push('mounted first')),
    call('destroy'),
    call('on', 'ready', () => received.push('mounted last')),
  ];
  Reflect.set(
    window,
    'Porchlight',
    Object.assign(() => {}, { q }),
  );
  const chat = drawn();
  chat.script.setAttribute('type', 'text/plain');
  if (stands) document.body.append(chat.script);

  createPageController(
    chat,
    () => {},
    () => {},
  );

  await vi.waitFor(() => expect(received).toEqual(stands ? ['mounted last'] : []));
  expect(chat.element.isConnected).toBe(stands);
  chat.script.remove();
});
