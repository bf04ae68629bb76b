import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type InProcessServer, startInProcessServer } from '../testing/harness/in-process-server.ts';
import { until } from '../testing/harness/until.ts';
import { openVisitor } from '../testing/harness/visitor.ts';

let server: InProcessServer;

beforeAll(async () => {
  server = await startInProcessServer();
});

afterAll(() => server.stop());

describe('a visitor and an agent over the real service', () => {
  test('meet, talk, see each other type, live through a reload, and part', async () => {
    const guest = openVisitor(server);
    guest.store.send('Hello?');
    await guest.sees('waiting');
    const id = guest.conversationId();
    await until(() => guest.deliveries().includes('sent'));

    await until(async () => (await server.agent.chats()).some((chat) => chat.id === id));
    await server.agent.accept(id);
    await guest.sees('connected');
    await server.agent.type(id);
    await until(() => guest.store.typing.value);
    expect(guest.store.typing.value?.displayName).toBe(guest.store.agent.value?.displayName);
    await server.agent.say(id, 'Good day');
    await until(() => guest.reads().includes('Good day'));
    expect(guest.store.typing.value).toBeUndefined();
    expect(guest.store.unread.value).toBe(1);
    expect(guest.store.announcement.value).toMatchObject({ type: 'message', body: 'Good day' });

    guest.store.dispose();
    const again = openVisitor(server, guest.stored);
    await again.sees('connected');
    await until(() => again.reads().length === 2);
    again.store.send('Still here');
    await until(async () => (await server.agent.messages(id)).some(({ body }) => body === 'Still here'));
    expect(again.reads()).toEqual(['Hello?', 'Good day', 'Still here']);

    await again.store.end();
    expect(again.store.status.value).toBe('ended');
    again.store.reset();
    await again.store.start();
    expect(again.conversationId()).not.toBe(id);
  });

  test('part by the agent’s word too', async () => {
    const { guest, id } = await openTalk();

    await server.agent.end(id);

    await guest.sees('ended');
  });

  test('speak of a media request', async () => {
    const { guest, id } = await openTalk();

    await server.agent.askForMedia(id);
    await until(() => guest.store.mediaRequests.value[0]?.state === 'PENDING');
    const [request] = guest.store.mediaRequests.value;
    await guest.store.answerMediaRequest(request?.id ?? '', 'DECLINED');

    expect(guest.store.mediaRequests.value).toMatchObject([{ id: request?.id, state: 'DECLINED' }]);
  });

  test('have fifty older messages at hand, page by page', async () => {
    const { guest, id } = await openTalk();
    for (let number = 1; number <= 60; number++) await server.agent.say(id, `Line ${number}`);
    guest.store.dispose();

    const again = openVisitor(server, guest.stored);
    await until(() => again.store.history.value === 'more');
    expect(again.reads()).toHaveLength(50);
    again.store.loadOlder();
    await until(() => again.store.history.value === 'start');

    expect(again.reads()).toEqual(Array.from({ length: 60 }, (_, index) => `Line ${index + 1}`));
  });
});

describe('a text is the same for everybody', () => {
  const texts = [
    ['4,000 units', 'x'.repeat(4_000)],
    ['2,000 pairs', '\u{1f600}'.repeat(2_000)],
    ['lines of every kind', 'a\r\nb\nc\rd\u2028e'],
    ['space around', '  a  \n'],
    ['marks composed and not', 'e\u0301 \u00e9'],
    ['entities', '&lt;b&gt; <b> &amp; "\''],
    ['a right-to-left override', '\u202eabc\u202c'],
  ];

  test.each(texts)('with %s', async (_, text) => {
    const { guest, id } = await openTalk();

    guest.network.lostAnswers = 1;
    guest.store.send(text ?? '');
    await until(() => guest.deliveries().every((state) => state === 'sent'));

    const committed = (await server.agent.messages(id)).filter(({ bodyType }) => bodyType === 'standard');
    expect(guest.reads()).toEqual([text]);
    expect(committed.map(({ body }) => body)).toEqual([text]);
  });

  test('with half a pair of surrogates, which shows as what can be stored', async () => {
    const { guest } = await openTalk();

    guest.network.lostAnswers = 1;
    guest.store.send('a\ud83d! \ude00?');
    expect(guest.reads()).toEqual(['a\ufffd! \ufffd?']);
    await until(() => guest.deliveries().every((state) => state === 'sent'));

    expect(guest.reads()).toEqual(['a\ufffd! \ufffd?']);
  });

  test('without NUL, which no store holds, so that nothing is refused for it [L6]', async () => {
    const { guest, id } = await openTalk();

    guest.store.send('a\0b');
    await until(() => guest.deliveries().every((state) => state === 'sent'));

    expect(guest.reads()).toEqual(['ab']);
    expect((await server.agent.messages(id)).at(-1)?.body).toBe('ab');
  });

  test('or it is nothing at all: invisible characters alone are not sent [L6]', async () => {
    const { guest } = await openTalk();

    expect(['\u200b', '\u2800', ' \u3164', '\u2060\n', '\0'].filter((text) => guest.store.send(text))).toEqual([]);

    expect(guest.reads()).toEqual([]);
  });

  test('or it is plainly not sent, and the next one is', async () => {
    const { guest } = await openTalk();

    guest.store.send('x'.repeat(4_001));
    guest.store.send('Hello');
    await until(
      () => guest.deliveries().includes('failed') && guest.deliveries().every((state) => /sent|failed/.test(state)),
    );

    expect(guest.store.entries.value.at(-1)).toMatchObject({ delivery: { reason: 'rejected' } });
    expect(guest.reads()[0]).toBe('Hello');
  });
});

describe('in bad weather', () => {
  test('answers that get lost after the commit double nothing', async () => {
    const { guest, id } = await openTalk();

    guest.network.lostAnswers = 3;
    guest.store.send('One');
    guest.store.send('Two');
    await until(() => guest.deliveries().every((state) => state === 'sent'));

    expect(guest.reads()).toEqual(['One', 'Two']);
    expect((await server.agent.messages(id)).filter(({ bodyType }) => bodyType === 'standard')).toHaveLength(2);
  });

  test('row 35: frames that come twice are shown once', async () => {
    const { guest, id } = await openTalk();

    guest.network.isDoubling = true;
    await server.agent.say(id, 'Echo');
    guest.store.send('Echo');
    await until(() => guest.reads().length >= 2 && guest.deliveries().every((state) => state === 'sent'));

    expect(guest.reads()).toEqual(['Echo', 'Echo']);
    expect(guest.store.unread.value).toBe(1);
  });

  test('row 37: what was said offline on both sides arrives once the line is back', async () => {
    const { guest, id } = await openTalk();

    guest.network.isOffline = true;
    server.cutStreams();
    await guest.sees('offline');
    guest.store.send('Anybody?');
    await server.agent.say(id, 'Are you there?');
    await server.agent.say(id, 'Hello?');
    expect(guest.reads()).toEqual(['Anybody?']);

    guest.network.isOffline = false;
    guest.page.wake();
    await guest.sees('connected');
    await until(() => guest.reads().length === 3 && guest.deliveries().every((state) => state === 'sent'));
    expect(guest.reads()).toEqual(['Are you there?', 'Hello?', 'Anybody?']);
  });

  test('a storm loses, doubles and swaps nothing', async () => {
    const { guest, id } = await openTalk();

    for (let round = 1; round <= 25; round++) {
      guest.network.isDoubling = round % 3 === 0;
      guest.network.isOffline = round % 7 === 0;
      if (round % 4 === 0) guest.network.lostAnswers = 1;
      if (round % 5 === 0) server.cutStreams();
      guest.store.send(`guest ${round}`);
      await server.agent.say(id, `agent ${round}`);
    }
    guest.network.isOffline = false;
    guest.page.wake();
    await until(() => guest.reads().length === 50 && guest.deliveries().every((state) => state === 'sent'));

    const committed = (await server.agent.messages(id)).filter(({ bodyType }) => bodyType === 'standard');
    expect(guest.reads()).toEqual(committed.map(({ body }) => body));
    expect(guest.reads().filter((body) => body.startsWith('guest'))).toEqual(
      Array.from({ length: 25 }, (_, index) => `guest ${index + 1}`),
    );
  });

  test('credentials that are over end the chat, and keep the text to be seen', async () => {
    const { guest } = await openTalk();

    guest.network.token = 'no.such.token';
    guest.store.send('Hello?');

    await guest.sees('ended');
    expect(guest.store.session.value).toMatchObject({ reason: 'expired' });
    expect(guest.store.entries.value.at(-1)).toMatchObject({ body: 'Hello?', delivery: { state: 'failed' } });
  });

  test('a visitor long gone comes back to an ended chat', async () => {
    const { guest } = await openTalk();
    guest.store.dispose();
    await server.elapse(17 * 60_000);

    const again = openVisitor(server, guest.stored);

    await again.sees('ended');
  });

  test('credentials that ran out between two pages end the chat, and nothing is asked again', async () => {
    const { guest } = await openTalk();
    guest.store.dispose();
    server.skip(25 * 3_600_000);

    const asked: string[] = [];
    const fetch: typeof server.fetch = (input, init) => {
      asked.push(input instanceof Request ? `${input.method} ${input.url}` : String(input));
      return server.fetch(input, init);
    };
    const again = openVisitor({ ...server, fetch }, guest.stored);
    await again.sees('ended');
    expect(again.store.session.value).toMatchObject({ reason: 'expired' });
    const before = asked.length;

    // Without a timer it does nothing of its own accord any more.
    await until(() => again.timers() === 0);
    expect(asked.slice(before)).toEqual([]);
    expect(openVisitor(server, guest.stored).store.status.value).toBe('idle');
  });

  test('a refusal at the start is told with its code', async () => {
    const guest = openVisitor({ ...server, seed: { ...server.seed, queue: 'Nowhere' } });

    await guest.store.start();

    expect(guest.store.session.value).toMatchObject({
      phase: 'failed',
      error: { kind: 'rejected', code: 'chat.error.invalid.queue' },
    });
  });
});

/** A chat in which the agent has answered, and nothing was said yet. */
async function openTalk() {
  const guest = openVisitor(server);
  await guest.store.start();
  const id = guest.conversationId();
  await until(async () => (await server.agent.chats()).some((chat) => chat.id === id));
  await server.agent.accept(id);
  await guest.sees('connected');
  return { guest, id };
}
