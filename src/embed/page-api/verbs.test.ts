// @vitest-environment happy-dom
import { afterEach, expect, test, vi } from 'vitest';
import { openStore, type StoreSetting } from '../../testing/harness/open-store.ts';
import type { LoaderChat } from '../contract/loader-api.ts';
import type { Porchlight } from '../contract/porchlight.ts';
import { verbs } from '../contract/verbs.ts';
import type { WidgetHandle } from '../contract/widget-api.ts';
import { createPageController } from './page-controller.ts';

afterEach(async () => {
  await window.Porchlight?.('destroy');
  sessionStorage.clear();
});

/** A page whose chat has a widget to be had: a store over a conversation in memory. */
function open(setting: StoreSetting = {}, tag: Record<string, string> = {}) {
  const opened = openStore(setting);
  const [element, launcher, panel, script] = (['porchlight-chat', 'button', 'div', 'script'] as const).map((tag) =>
    document.createElement(tag),
  ) as [HTMLElement, HTMLButtonElement, HTMLElement, HTMLScriptElement];
  panel.hidden = true;
  document.documentElement.append(element);
  Object.assign(script.dataset, { organizationId: 'o', deploymentId: 'd', queue: 'Support', ...tag });
  const authorized: unknown[] = [];
  const widget: WidgetHandle = {
    store: opened.store,
    open: () => {
      panel.hidden = false;
      opened.store.open();
    },
    close: () => {
      panel.hidden = true;
      opened.store.close();
    },
    toggle() {},
    dispose() {},
    authorize: (token) => authorized.push(token),
    transcript: async (format) => `as ${format}`,
  };
  let loads = 0;
  const chat: LoaderChat = {
    element,
    launcher,
    panel,
    script,
    watcher: new MutationObserver(() => {}),
    onclick() {},
    async loadWidget() {
      loads++;
      chat.widget = widget;
      return widget;
    },
    open: widget.open,
    close: widget.close,
  };
  const fired: [string, unknown][] = [];
  for (const name of ['start', 'end', 'message', 'consent', 'error', 'open', 'close', 'before-send'] as const)
    element.addEventListener(`porchlight:${name}`, ({ detail }) => fired.push([name, detail]));
  const logged: unknown[] = [];
  const controller = createPageController(
    chat,
    () => {},
    (message) => logged.push(message),
  );
  const porchlight = window.Porchlight as Porchlight;
  const change = (data: Record<string, string>) => {
    Object.assign(script.dataset, data);
    controller.onAttributesChanged(
      Object.keys(data).map((name) => ({ target: script, attributeName: `data-${name}` }) as never),
    );
  };
  return { ...opened, chat, change, porchlight, fired, logged, authorized, loads: () => loads };
}

/** Lets the clock of the chat run until a promise has settled. */
async function settled<T>(promise: Promise<T>, { clock }: ReturnType<typeof openStore>) {
  const answer = promise.then(
    (value) => ({ value }),
    (error) => ({ code: error.code, cause: error.cause }),
  );
  for (let round = 0; round < 5; round++) await clock.elapse(1000);
  return answer;
}

test.each(['close', 'show', 'hide', 'reset', 'end'] as const)('%s loads nothing', async (verb) => {
  const { porchlight, loads } = open();

  await porchlight(verb);

  expect(loads()).toBe(0);
});

test('verbs that are called before the widget is loaded are run once it is', async () => {
  const page = open({ asksConsent: true });
  await page.porchlight('identify', { name: 'Mira', fields: { plan: 'gold' }, memberAuthToken: async () => 'signed' });
  await page.porchlight('setDraft', 'half a thought');
  await page.porchlight('consent', true);
  expect(page.loads()).toBe(0);

  await settled(page.porchlight('start'), page);

  expect(page.service.created).toEqual([
    { displayName: 'Mira', customFields: { plan: 'gold', consentAt: expect.any(String) } },
  ]);
  expect(page.store.draft.value).toBe('half a thought');
  expect(page.fired).toContainEqual(['consent', { isGiven: true }]);
  expect(page.authorized).toHaveLength(1);
});

test('send resolves with the committed message, as often as it is called', async () => {
  const page = open();

  const [first, second] = [page.porchlight('send', 'one'), page.porchlight('send', 'two')];

  expect(await settled(first, page)).toMatchObject({ value: { from: 'visitor', text: 'one', conversationId: 'c' } });
  expect(await settled(second, page)).toMatchObject({ value: { text: 'two' } });
  expect(page.fired.filter(([name]) => name === 'start')).toEqual([['start', { conversationId: 'c' }]]);
  expect(page.fired.filter(([name]) => name === 'message')).toHaveLength(2);
});

test.each([
  ['no consent', { asksConsent: true }, undefined, { code: 'no.consent' }],
  ['a veto', { mayBeSent: () => false }, undefined, { code: 'send.prevented' }],
  ['no chat', {}, 'create', { code: 'chat.failed', cause: 'chat.deployment.disabled' }],
  ['a refusal', {}, 'send', { code: 'send.failed', cause: 'rejected' }],
] as const)('send rejects with a code: %s', async (_, setting, failing, refused) => {
  const page = open(setting);
  if (failing) page.service.failNext(failing, 'rejected', { code: 'chat.deployment.disabled' });

  expect(await settled(page.porchlight('send', 'Hello'), page)).toMatchObject(refused);
});

test('a chat that could not be created is logged for the developer', async () => {
  const page = open();
  page.service.failNext('create', 'rejected', { code: 'chat.deployment.disabled' });

  await settled(page.porchlight('start'), page);

  expect(page.logged).toEqual([
    expect.stringContaining('no chat: chat.deployment.disabled. Check data-organization-id'),
  ]);
});

test('a send that waits rejects when the chat is destroyed', async () => {
  const page = open();
  await page.porchlight('start');

  const sent = page.porchlight('send', 'Hello');
  await page.porchlight('destroy');

  expect(await settled(sent, page)).toMatchObject({ code: 'destroyed' });
  await expect(page.porchlight('open')).rejects.toMatchObject({ code: 'destroyed' });
});

test('withdrawn consent ends the chat and leaves nothing saved', async () => {
  const page = open({ asksConsent: true });
  await page.porchlight('consent', true);
  await settled(page.porchlight('start'), page);

  await settled(page.porchlight('consent', false), page);

  expect(page.store.session.value.phase).toBe('ended');
  expect(page.service.asked).toContain('leave');
  expect(page.stored.size).toBe(0);
  expect(await settled(page.porchlight('send', 'Hello'), page)).toEqual({ code: 'no.consent', cause: undefined });
});

test('row 53: reset removes everything of the previous visitor', async () => {
  const page = open({ guest: {} });
  await page.porchlight('identify', { name: 'Mira' });
  await settled(page.porchlight('send', 'My secret'), page);

  await settled(page.porchlight('reset'), page);

  expect(page.store.entries.value).toEqual([]);
  expect(page.store.guest.value).toEqual({});
  expect([...page.stored.values()].join()).not.toMatch(/Mira|secret/);
  expect(page.porchlight.state).toEqual({ status: 'idle', open: false, unread: 0, conversationId: undefined });
});

test('row 55: open and close fire once each, whatever caused them', async () => {
  const page = open();

  await page.porchlight('open');
  await page.porchlight('open');
  page.store.close();
  page.store.close();

  expect(page.fired.filter(([name]) => /open|close/.test(name)).map(([name]) => name)).toEqual(['open', 'close']);
});

test.each([
  ['interaction', 0, 1],
  ['eager', 1, 1],
  ['manual', 0, 0],
  ['idle', 0, 1],
] as const)('row 6: data-load="%s" decides when the widget is loaded', (load, atOnce, whenNear) => {
  const idle: (() => void)[] = [];
  vi.stubGlobal('requestIdleCallback', (task: () => void) => idle.push(task));
  const page = open({}, { load });

  expect(page.loads()).toBe(atOnce);
  expect(idle).toHaveLength(load === 'idle' ? 1 : 0);
  page.chat.launcher.dispatchEvent(new Event('pointerenter'));
  expect(page.loads() > 0).toBe(whenNear > 0);
  vi.unstubAllGlobals();
});

test('data-open opens at the start, unless a listener prevents it', async () => {
  expect(open({}, { open: 'true' }).porchlight.state.open).toBe(true);
  await window.Porchlight?.('destroy');

  document.addEventListener('porchlight:before-open', (event) => event.preventDefault(), { once: true });
  expect(open({}, { open: 'true' }).porchlight.state.open).toBe(false);
});

test('actions of the other side and of the page fire events', async () => {
  const page = open();
  const received: unknown[] = [];
  for (const name of ['status', 'typing', 'show', 'hide', 'unread'] as const)
    page.chat.element.addEventListener(`porchlight:${name}`, ({ detail }) => received.push([name, detail]));
  const latest = () => received.splice(0);
  await settled(page.porchlight('start'), page);
  expect(latest()).toContainEqual(['status', { status: 'waiting' }]);

  page.service.join('a', 'agent', 'Ada');
  await page.clock.elapse(0);
  expect(latest()).toEqual([['status', { status: 'connected' }]]);
  page.service.emit({ type: 'typing', senderId: 'a', at: 1 });
  await page.clock.elapse(5_000);
  expect(latest()).toEqual([
    ['typing', { isTyping: true, name: 'Ada' }],
    ['typing', { isTyping: false, name: 'Ada' }],
  ]);
  page.service.join('b', 'agent', '');
  await page.clock.elapse(0);
  page.service.emit({ type: 'typing', senderId: 'b', at: 2 });
  await page.clock.elapse(5_000);
  expect(latest()).toEqual([
    ['typing', { isTyping: true, name: '' }],
    ['typing', { isTyping: false, name: '' }],
  ]);
  page.service.say('a', 'Hello');
  await page.clock.elapse(0);
  expect(latest()).toEqual([['unread', { count: 1 }]]);

  for (const verb of ['hide', 'hide', 'show', 'show'] as const) await page.porchlight(verb);
  expect(latest()).toEqual([
    ['hide', {}],
    ['show', {}],
  ]);
});

test('data-load and data-open take effect when they change', async () => {
  const page = open();

  page.change({ load: 'manual' });
  page.chat.launcher.dispatchEvent(new Event('focus'));
  expect(page.loads()).toBe(0);
  page.change({ load: 'eager' });
  expect(page.loads()).toBe(1);
  page.change({ open: 'true' });
  expect(page.porchlight.state.open).toBe(true);
  page.change({ open: 'restore' });
  expect(page.porchlight.state.open).toBe(true);
  page.change({ open: 'false' });
  expect(page.porchlight.state.open).toBe(false);
});

test('the launcher has a name in the tag’s language before the widget is loaded, and texts of the page replace it', () => {
  const page = open();
  page.change({ locale: 'pl' });
  expect(page.chat.launcher.ariaLabel).toBe('Czat');

  page.change({ locale: 'ja' });
  expect(page.chat.launcher.ariaLabel).toBe('チャット');
  page.change({ textLauncher: 'Chat with Ada' });
  expect(page.chat.launcher.ariaLabel).toBe('Chat with Ada');
});

test('doctor names what has to be fixed, and nothing about the visitor', async () => {
  const page = open();
  page.change({ launcher: '#nowhere', qeue: 'x', email: 'mira@example.com', fieldPlan: 'gold', queue: '' });

  const report = await page.porchlight('doctor');

  expect(report.problems).toEqual(
    expect.arrayContaining([
      'the tag has no data-queue',
      'unknown attribute data-qeue; did you mean data-queue?',
      'data-launcher selects nothing on this page: #nowhere',
    ]),
  );
  expect(JSON.stringify(report)).not.toMatch(/mira|gold/);
});

test('doctor names the settings with their sources, the last ids, the tab and the clock, and no message', async () => {
  const page = open({}, { theme: 'dark', nmae: 'Mira Okafor', textGreeting: 'Hello Mira!' });
  await page.porchlight('identify', { email: 'mira@example.com', fields: { plan: 'gold' } });
  const sent = await page.porchlight('send', 'My secret is 4711');

  const report = await page.porchlight('doctor');

  expect(report.configured).toMatchObject({
    'data-theme': { value: 'dark', from: 'attribute' },
    'data-position': { value: 'bottom-end', from: 'default' },
    'data-text-greeting': { value: '(given)', from: 'attribute' },
  });
  expect(report.unknownAttributes).toEqual([expect.stringMatching(/^unknown attribute data-nmae/)]);
  expect(report).toMatchObject({
    lastMessageId: sent.id,
    conversationId: sent.conversationId,
    storage: { kind: 'session', works: true },
    tab: { isSpeaker: true, hasLine: false },
    visitor: expect.arrayContaining(['displayName', 'email', 'customFields']),
    clockOffsetMs: expect.any(Number),
  });
  expect(JSON.stringify(report)).not.toMatch(/mira|secret|4711|gold/i);
});

test('doctor names what the page’s policy refused us, by origins alone, and no refusals of others', async () => {
  const page = open({}, { apiBase: 'https://chat.example' });
  const refuse = (blockedURI: string, sourceFile = '') => {
    const details = { effectiveDirective: 'connect-src', blockedURI, sourceFile };
    document.dispatchEvent(Object.assign(new Event('securitypolicyviolation'), details));
  };

  refuse('wss://chat.example/api/v2/stream/secret-token');
  refuse('wss://chat.example/api/v2/stream/other-token');
  refuse('https://elsewhere.example/pixel');

  const { policyViolations, problems } = await page.porchlight('doctor');
  expect(policyViolations).toEqual([{ directive: 'connect-src', blocked: 'wss://chat.example' }]);
  expect(problems).toContain("the page's policy refuses wss://chat.example by its connect-src");
});

const fail = () => {
  throw new Error('a trap of the page');
};
const traps = Object.fromEntries(Object.getOwnPropertyNames(Reflect).map((name) => [name, fail]));
const revoked = () => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
};

const garbage = [
  null,
  7,
  10n,
  Number.NaN,
  {},
  { name: 7 },
  { colour: 'red' },
  { fields: { plan: Symbol('gold') } },
  { fields: new Proxy({}, traps) },
  [],
  Symbol('x'),
  '',
  ' ',
  '\ud800',
  'x'.repeat(4001),
  'x'.repeat(1_000_000),
  'pdf',
  '__proto__',
  () => {},
  fail,
  Object.create(null),
  { toString: fail, valueOf: fail, [Symbol.toPrimitive]: fail },
  Object.defineProperty({}, 'name', { get: fail, enumerable: true }),
  new Proxy({}, traps),
  new Proxy(() => {}, traps),
  revoked(),
];

test.each(verbs.filter((verb) => verb !== 'destroy'))(
  '%s takes garbage in any order, with typed refusals only',
  async (verb) => {
    const page = open();
    const unhandled = vi.fn();
    process.on('unhandledRejection', unhandled);
    const call = page.porchlight as unknown as (...args: unknown[]) => Promise<unknown>;

    for (const one of garbage) {
      const answer = await settled(call(verb, one, one), page);
      if ('code' in answer) expect(answer.code).toMatch(/^(bad\.argument|unknown\.event|no\.consent)$/);
      call(verb, one, one);
      expect(await settled(call(one, verb), page)).toMatchObject({ code: 'unknown.verb' });
    }
    await page.clock.elapse(1000);

    process.off('unhandledRejection', unhandled);
    expect(unhandled).not.toHaveBeenCalled();
  },
);
