import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ChatError } from '../chat/errors.ts';
import { createFakeClock } from '../testing/fakes/clock.ts';
import { createHttpClient, type HttpClient, type HttpClientOptions } from './http-client.ts';

type Request = { method: string; url: string; headers: Record<string, unknown>; body: string };

const read = { method: 'GET', path: '/things/{thingId}' };
const write = { method: 'POST', path: '/things' };

let server: Server;
let requests: Request[];
let answers: ((response: ServerResponse) => void)[];

beforeEach(async () => {
  requests = [];
  answers = [];
  server = createServer(async (request, response) => {
    const chunks = await request.toArray();
    const { method = '', url = '', headers } = request;
    requests.push({ method, url, headers, body: Buffer.concat(chunks).toString() });
    const answer = answers.shift() ?? ((to) => to.end('{}'));
    answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

describe('a call', () => {
  test('fills the path, adds what is asked for, and gives headers and body', async () => {
    answers.push((to) => to.setHeader('Webchat-Capabilities', 'seq').end('{"id":"x"}'));

    const answer = await http().call(read, {
      ids: { thingId: 'a/b' },
      query: { maxResults: 5, after: undefined },
      headers: { Authorization: 'Bearer t', 'Idempotency-Key': undefined },
    });

    expect(answer.body).toEqual({ id: 'x' });
    expect(answer.headers.get('webchat-capabilities')).toBe('seq');
    expect(requests[0]).toMatchObject({ method: 'GET', url: '/things/a%2Fb?maxResults=5' });
    expect(requests[0]?.headers).toMatchObject({ authorization: 'Bearer t' });
    expect(requests[0]?.headers).not.toHaveProperty('idempotency-key');
  });

  test('sends a form', async () => {
    await http().call(write, { form: { grant_type: 'client_credentials', note: 'a&b' } });

    expect(requests[0]?.body).toBe('grant_type=client_credentials&note=a%26b');
    expect(requests[0]?.headers['content-type']).toMatch('application/x-www-form-urlencoded');
  });

  test('sends JSON', async () => {
    await http().call(write, { body: { body: 'Grüße' } });

    expect(requests[0]).toMatchObject({ method: 'POST', body: '{"body":"Grüße"}' });
    expect(requests[0]?.headers['content-type']).toMatch('application/json');
  });

  test('without a body in the answer gives none', async () => {
    answers.push((to) => to.writeHead(204).end());

    expect((await http().call({ method: 'DELETE', path: '/things' })).body).toBeUndefined();
  });
});

describe('a failure', () => {
  test.each([
    [400, 'rejected'],
    [401, 'unauthorized'],
    [403, 'rejected'],
    [404, 'gone'],
    [408, 'timeout'],
    [409, 'rejected'],
    [410, 'gone'],
    [413, 'rejected'],
    [429, 'limited'],
    [500, 'server'],
    [503, 'server'],
    [504, 'server'],
  ])('of status %d is told as %s, with the service’s own code', async (status, kind) => {
    answers.push((to) => to.writeHead(status).end('{"code":"some.code","message":"words"}'));

    expect(await failure(http().call(write))).toMatchObject({
      kind,
      status,
      code: 'some.code',
      retryAfterMs: undefined,
    });
  });

  test('whose body is a proxy’s page is told by its status', async () => {
    answers.push((to) => to.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad gateway</h1>'));

    expect(await failure(http().call(write))).toMatchObject({ kind: 'server', status: 502, code: undefined });
  });

  test('to read a good answer is unreadable', async () => {
    answers.push((to) => to.end('<!doctype html>'));

    expect(await failure(http().call(write))).toMatchObject({ kind: 'unreadable' });
  });

  test('to be led elsewhere is never followed', async () => {
    answers.push((to) => to.writeHead(302, { location: '/elsewhere' }).end());

    expect(await failure(http().call(write))).toMatchObject({ kind: 'offline' });
    expect(requests).toHaveLength(1);
  });

  test('to reach anybody is offline', async () => {
    const { call } = http();
    server.closeAllConnections();
    server.close();

    expect(await failure(call(write))).toMatchObject({ kind: 'offline' });
  });

  test('in the middle of the answer is offline', async () => {
    answers.push((to) => {
      to.writeHead(200, { 'content-length': '100' }).write('{');
      setTimeout(() => to.destroy(), 20);
    });

    expect(await failure(http().call(write))).toMatchObject({ kind: 'offline' });
  });

  test('to answer in time is a timeout, and so is an answer that stops half way', async () => {
    answers.push(
      () => {},
      (to) => void to.writeHead(200).write('{'),
    );
    const [silent, halting] = await Promise.all([
      failure(http({ timeoutMs: 100 }).call(write)),
      failure(http({ timeoutMs: 100 }).call(write)),
    ]);

    expect(silent).toMatchObject({ kind: 'timeout' });
    expect(halting).toMatchObject({ kind: 'timeout' });
  });
});

describe('the time to wait', () => {
  test.each([
    ['7', 7_000],
    ['86400', 300_000],
    ['Sun, 22 Nov 2026 12:00:20 GMT', 20_000],
    ['Sun, 22 Nov 2026 11:00:00 GMT', 0],
    ['soon', undefined],
    ['0', 0],
    ['1.5', 1_500],
    ['-5', undefined],
    ['', undefined],
  ])('is read from "%s"', async (value, retryAfterMs) => {
    answers.push((to) => to.writeHead(429, { 'retry-after': value }).end('{}'));

    expect(await failure(http().call(write))).toMatchObject({ kind: 'limited', retryAfterMs });
  });

  test('is waited out by readings of the same thing, and by no others', async () => {
    const clock = createFakeClock();
    const { call } = http({ clock });
    const reading = () => call(read, { ids: { thingId: 'x' } });
    answers.push((to) => to.writeHead(429, { 'retry-after': '7' }).end('{}'));
    await failure(reading());

    await clock.elapse(3_000);
    expect(await failure(reading())).toMatchObject({ kind: 'limited', status: 429, retryAfterMs: 4_000 });
    await call(read, { ids: { thingId: 'y' } });
    await clock.elapse(4_000);
    await reading();

    expect(requests.map(({ url }) => url)).toEqual(['/things/x', '/things/y', '/things/x']);
  });

  test('makes a busy service a limit', async () => {
    answers.push((to) => to.writeHead(503, { 'retry-after': '3' }).end());

    expect(await failure(http().call(write))).toMatchObject({ kind: 'limited', retryAfterMs: 3_000 });
  });
});

describe('a second try', () => {
  test('is made once for a reading that failed in passing', async () => {
    answers.push(fail(502), fail(502), fail(502));

    expect(await failure(http().call(read, { ids: { thingId: 'x' } }))).toMatchObject({ kind: 'server' });
    expect(requests).toHaveLength(2);
  });

  test.each(['POST', 'PATCH', 'DELETE'])('is never made for %s', async (method) => {
    answers.push(fail(502));

    await failure(http().call({ method, path: '/things' }));

    expect(requests).toHaveLength(1);
  });
});

describe('lost credentials', () => {
  test('are reported once a call, before it rejects, to whom it may concern', async () => {
    const log: string[] = [];
    const { call, onUnauthorized } = http();
    const stop = onUnauthorized(() => log.push('reported'));
    answers.push(fail(401), fail(403), fail(401));

    await call(write).catch(() => log.push('rejected'));
    await call(write).catch(() => log.push('rejected'));
    stop();
    await call(write).catch(() => log.push('rejected'));

    expect(log).toEqual(['reported', 'rejected', 'rejected', 'rejected']);
  });
});

function http(changes: Partial<HttpClientOptions> = {}): HttpClient {
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return createHttpClient({ base, fetch, clock: createFakeClock(), ...changes });
}

async function failure(call: Promise<unknown>): Promise<unknown> {
  const error = await call.then(
    () => undefined,
    (reason) => reason,
  );
  expect(error).toBeInstanceOf(ChatError);
  return error;
}

function fail(status: number) {
  return (to: ServerResponse) => void to.writeHead(status).end('{}');
}
