import { expect, test } from 'vitest';
import { createFakeClock } from '../testing/fakes/clock.ts';
import { createFaultyNetwork } from './faulty-network.ts';
import type { Fault, FaultKind } from './scenario.ts';

const conversation = 'http://service.example/api/v2/webchat/guest/conversations/c';
const send = (body = 'Hello') =>
  new Request(`${conversation}/members/me/messages`, {
    method: 'POST',
    headers: { 'Idempotency-Key': 'k1', Authorization: 'Bearer t1' },
    body,
  });

test('with nothing wrong all passes as it is, and other requests whatever is wrong', async () => {
  const { line, asked, open, hears } = openLine();
  const socket = open();

  expect((await line.fetch(send())).status).toBe(200);
  socket.brings('one');
  expect(hears).toEqual(['open', 'one']);

  line.inject(fault('tunnel'));
  expect((await line.fetch(new Request('http://service.example/porchlight/de.json'))).status).toBe(200);
  expect(asked.map(({ method }) => method)).toEqual(['POST', 'GET']);
});

test('a dropped request never reaches the service, a dropped answer comes too late for it', async () => {
  const { line, asked } = openLine();

  line.inject(fault('drop', 'request'));
  await expect(line.fetch(send())).rejects.toThrow(TypeError);
  expect(asked).toHaveLength(0);
  line.inject(fault('drop', 'answer'));
  await expect(line.fetch(send())).rejects.toThrow(TypeError);
  expect(asked).toHaveLength(1);

  expect((await line.fetch(send())).status).toBe(200);
  expect(line.hits()).toEqual({ drop: 2 });
});

test('429 is answered in the service’s place, 500 after it has done its part', async () => {
  const { line, asked } = openLine();

  line.inject(fault('limit', 'request'));
  const limited = await line.fetch(send());
  expect([limited.status, limited.headers.get('Retry-After'), asked.length]).toEqual([429, '1', 0]);

  line.inject(fault('error', 'answer'));
  expect((await line.fetch(send())).status).toBe(500);
  expect(asked).toHaveLength(1);
});

test('a doubled request comes twice with its key; a planted one comes as a stranger', async () => {
  const { line, asked } = openLine();
  const keys = () => asked.map(({ headers }) => headers.get('Idempotency-Key'));

  line.inject(fault('duplicate', 'request'));
  await line.fetch(send('Twice'));
  expect(keys()).toEqual(['k1', 'k1']);
  expect(await Promise.all(asked.map((request) => request.text()))).toEqual(['Twice', 'Twice']);

  line.plant('double');
  await line.fetch(send());
  await line.fetch(send());
  expect(keys().slice(2)).toEqual(['k1', null, 'k1']);
});

test('a tunnel loses sockets, refuses new ones and every request, and ends; a second one restarts it', async () => {
  const { line, clock, asked, open, hears } = openLine();
  open();

  line.inject(fault('tunnel', 'frame', 1_000));
  await clock.elapse(600);
  line.inject(fault('tunnel', 'frame', 1_000));
  open();
  await clock.elapse(600);
  expect(hears).toEqual(['open', 'closed 1006', 'closed 1006']);
  await expect(line.fetch(send())).rejects.toThrow(TypeError);
  expect(asked).toEqual([]);
  expect([line.isHealthy(), line.hits()]).toEqual([false, { tunnel: 2 }]);

  await clock.elapse(400);
  expect((await line.fetch(send())).status).toBe(200);
  expect(line.isHealthy()).toBe(true);
});

test('what is asked for in the open and answered in a tunnel is lost', async () => {
  const { line, clock, asked } = openLine({ answersAfterMs: 100 });

  const answer = line.fetch(send());
  await clock.elapse(50);
  line.inject(fault('tunnel', 'frame', 1_000));

  const refused = expect(answer).rejects.toThrow(TypeError);
  await clock.elapse(100);
  await refused;
  expect(asked).toHaveLength(1);
});

test('latency delays requests and frames, and keeps the order of those that come after it', async () => {
  const { line, clock, asked, open, hears } = openLine();
  const socket = open();

  line.inject(fault('latency', 'frame', 500));
  const answer = line.fetch(send());
  socket.brings('one');
  await clock.elapse(499);
  expect([hears, asked]).toEqual([['open'], []]);
  await clock.elapse(1);
  expect((await answer).status).toBe(200);
  await clock.elapse(400);
  socket.brings('two');
  await clock.elapse(100);
  socket.brings('three');
  await clock.elapse(0);

  expect(hears).toEqual(['open', 'one', 'two', 'three']);
  await clock.elapse(5_000);
  expect(hears).toHaveLength(4);
});

test('a second latency restarts its time, and until its end the network is not healthy', async () => {
  const { line, clock } = openLine();

  line.inject(fault('latency', 'frame', 500));
  await clock.elapse(900);
  line.inject(fault('latency', 'frame', 500));
  await clock.elapse(999);
  expect(line.isHealthy()).toBe(false);

  await clock.elapse(1);
  expect([line.isHealthy(), line.hits()]).toEqual([true, { latency: 2 }]);
});

test('what waits on a line that is lost is lost with it', async () => {
  const { line, clock, open, hears } = openLine();
  const socket = open();

  line.inject(fault('latency', 'frame', 500));
  socket.brings('delayed');
  line.inject(fault('reorder', 'frame'));
  socket.brings('held');
  line.inject(fault('tunnel', 'frame', 100));
  await clock.elapse(5_000);

  expect(hears).toEqual(['open', 'closed 1006']);
});

test('only what is sent is hit by what hits messages', async () => {
  const { line, asked } = openLine();
  for (const kind of ['drop', 'limit', 'duplicate'] as const) line.inject(fault(kind, 'request'));

  const typing = new Request(`${conversation}/members/me/typing`, { method: 'POST' });
  const list = new Request(`${conversation}/messages`);

  expect([(await line.fetch(typing)).status, (await line.fetch(list)).status]).toEqual([200, 200]);
  expect([asked.length, line.hits(), line.isHealthy()]).toEqual([2, {}, false]);
});

test('frames are dropped, doubled and overtaken; heartbeats never', () => {
  const { line, open, hears } = openLine();
  const socket = open();

  for (const kind of ['drop', 'duplicate', 'reorder'] as const) line.inject(fault(kind, 'frame'));
  socket.brings('{"topicName":"channel.metadata"}');
  for (const frame of ['lost', 'late', 'twice', 'plain']) socket.brings(frame);

  expect(hears.slice(2)).toEqual(['twice', 'twice', 'late', 'plain']);
  expect(line.hits()).toEqual({ drop: 1, duplicate: 1, reorder: 1 });
});

test('where nothing follows nothing is overtaken: the frame comes, and the fault still waits', async () => {
  const { line, clock, open, hears } = openLine();
  const socket = open();

  line.inject(fault('reorder', 'frame'));
  socket.brings('alone');
  await clock.elapse(3_000);
  expect(hears).toEqual(['open', 'alone']);
  expect(line.hits()).toEqual({});

  socket.brings('late');
  await clock.elapse(2_000);
  socket.brings('early');
  expect(hears.slice(2)).toEqual(['early', 'late']);
  expect(line.hits()).toEqual({ reorder: 1 });

  // The wait of one that is gone long since lets no other go.
  line.inject(fault('reorder', 'frame'));
  socket.brings('later');
  await clock.elapse(2_000);
  socket.brings('sooner');
  expect(hears.slice(4)).toEqual(['sooner', 'later']);
});

test('after an expiry the service gets an unknown token, until another chat brings its own', async () => {
  const { line, asked, open, hears } = openLine();
  open();
  await line.fetch(send());

  line.inject(fault('expiry', 'request'));
  await line.fetch(send());
  await line.fetch(new Request(conversation, { headers: { Authorization: 'Bearer t2' } }));

  expect(hears).toEqual(['open', 'closed 1006']);
  const tokens = asked.map(({ headers }) => headers.get('Authorization'));
  expect(tokens).toEqual(['Bearer t1', 'Bearer expired', 'Bearer t2']);
});

test('a planted loss keeps one message of the agent’s away, live and in lists, and none of the visitor’s', async () => {
  const message = (id: string, sender: string) => ({ id, bodyType: 'standard', sender: { id: sender } });
  const entities = [message('m1', 'me'), message('m2', 'agent'), message('m3', 'agent')];
  const { line, open, hears } = openLine({ answer: { entities } });
  const socket = open();
  await line.fetch(send());

  line.plant('loss');
  for (const eventBody of entities) socket.brings(JSON.stringify({ eventBody }));
  const listed = await (await line.fetch(new Request(`${conversation}/messages`))).json();

  expect(hears.map((text) => /m\d/.exec(text)?.[0])).toEqual([undefined, 'm1', 'm3']);
  expect(listed.entities.map(({ id }: { id: string }) => id)).toEqual(['m1', 'm3']);
});

test('calming takes back what has not happened, and leaves no timer', async () => {
  const { line, clock, open, hears } = openLine();
  const socket = open();
  for (const kind of ['latency', 'drop', 'error', 'limit'] as const) line.inject(fault(kind, 'frame'));
  line.inject(fault('tunnel'));

  line.clearFaults();
  socket.brings('heard by nobody');
  open().brings('one');

  expect((await line.fetch(send())).status).toBe(200);
  expect(hears).toEqual(['open', 'closed 1006', 'open', 'one']);
  expect([line.isHealthy(), clock.pending]).toEqual([true, 0]);
});

const fault = (kind: FaultKind, on: Fault['on'] = 'frame', ms = 1_000): Fault => ({ kind, on, ms });

/** A line to a service that notes what reaches it, and a page that notes what it hears. */
function openLine({ answersAfterMs = 0, answer = {} }: { answersAfterMs?: number; answer?: object } = {}) {
  const clock = createFakeClock();
  const asked: Request[] = [];
  const hears: string[] = [];
  let latest: FakeSocket | undefined;
  class FakeSocket {
    onopen: (() => void) | null = null;
    onmessage: ((event: { data: string }) => void) | null = null;
    constructor() {
      latest = this;
    }
    close(): void {}
    brings(data: string): void {
      this.onmessage?.({ data });
    }
  }
  const line = createFaultyNetwork({
    async fetch(request) {
      asked.push(request);
      if (answersAfterMs) await new Promise<void>((resolve) => void clock.after(answersAfterMs, resolve));
      return Response.json(answer);
    },
    WebSocket: FakeSocket,
    after: clock.after,
  });

  function open(): FakeSocket {
    const Socket = line.WebSocket as typeof WebSocket;
    const before = latest;
    const socket = new Socket('ws://service.example');
    socket.addEventListener('open', () => void hears.push('open'));
    socket.addEventListener('message', ({ data }) => void hears.push(String(data)));
    socket.addEventListener('close', ({ code }) => void hears.push(`closed ${code}`));
    if (latest !== before) latest?.onopen?.();
    return latest ?? new FakeSocket();
  }

  return { line, clock, asked, hears, open };
}
