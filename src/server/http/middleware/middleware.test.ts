import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { createConversationFieldCodes, createMessageFieldCodes } from '../../../protocol/error-codes.ts';
import { CreateWebChatConversationRequest } from '../../../protocol/schema/conversation.ts';
import { CreateWebChatMessageRequest } from '../../../protocol/schema/message.ts';
import { MessageQuery } from '../../../protocol/schema/page.ts';
import { notFound, tooManyRequests } from '../../core/api-error.ts';
import { guestCors } from './cors.ts';
import { correlate, errorHandler, notFoundHandler } from './errors.ts';
import { readBody, readQuery } from './validate.ts';

function createTestApp() {
  const logged: unknown[] = [];
  const app = new Hono();
  app.onError(errorHandler({ error: (details: unknown) => void logged.push(details) }));
  app.notFound(notFoundHandler(app));
  app.use('/api/*', correlate);
  app.use('/api/guest/*', guestCors());
  app.post('/api/guest/:id/messages', async (c) =>
    c.json(await readBody(c, CreateWebChatMessageRequest, createMessageFieldCodes)),
  );
  app.get('/api/guest/:id/messages', (c) => c.json(readQuery(c, MessageQuery)));
  app.post('/api/guest', async (c) =>
    c.json(await readBody(c, CreateWebChatConversationRequest, createConversationFieldCodes)),
  );
  app.get('/api/guest/missing/thing', () => {
    throw notFound('message');
  });
  app.get('/api/guest/busy/thing', () => {
    throw tooManyRequests(1.2);
  });
  app.get('/api/guest/bug/thing', () => {
    throw new Error('secret text of a bug');
  });
  return { app, logged };
}

const json = { 'Content-Type': 'application/json' };
const post = (body: BodyInit, headers: Record<string, string> = json) =>
  createTestApp().app.request('/api/guest/c/messages', { method: 'POST', body, headers });

async function readError(answer: Response | Promise<Response>) {
  const response = await answer;
  const body = await response.json();
  expect(body).toMatchObject({ status: response.status, contextId: response.headers.get('ININ-Correlation-Id') });
  expect(body.message).toMatch(/\.$/);
  expect(Array.isArray(body.details) && Array.isArray(body.errors)).toBe(true);
  expect(response.headers.get('Cache-Control')).toContain('no-store');
  return { status: response.status, code: body.code, details: body.details };
}

test.each([
  ['JSON that breaks off', '{"body":', json, 400, 'bad.request'],
  ['an empty body', '', json, 400, 'bad.request'],
  ['two documents', '{}{}', json, 400, 'bad.request'],
  ['bytes that are not UTF-8', new Uint8Array([0x22, 0xff, 0x22]), json, 400, 'bad.request'],
  ['text', 'Hello', { 'Content-Type': 'text/plain' }, 415, 'unsupported.media.type'],
  ['compressed JSON', '{}', { ...json, 'Content-Encoding': 'gzip' }, 415, 'unsupported.media.type'],
  ['more than 32 KiB', JSON.stringify({ body: 'x'.repeat(33_000) }), json, 413, 'request.entity.too.large'],
  ['a list', '[]', json, 400, 'chat.error.notnull.createconversationmessagerequest.body'],
  ['null', 'null', json, 400, 'constraint.validation'],
  ['a number for a body', '{"body":7}', json, 400, 'constraint.validation'],
  ['too long a body', JSON.stringify({ body: 'x'.repeat(4001) }), json, 400, 'constraint.validation'],
  ['an empty text', '{"body":""}', json, 400, 'chat.error.notnull.createconversationmessagerequest.body'],
  ['a join', '{"body":"x","bodyType":"member-join"}', json, 400, 'invalid.value'],
])('%s is refused with its status and code', async (_what, body, headers, status, code) => {
  expect(await readError(post(body, headers))).toMatchObject({ status, code });
});

test('a body without a length is measured as it comes', async () => {
  const stream = new ReadableStream({
    start(controller) {
      for (let index = 0; index < 40; index += 1) controller.enqueue(new Uint8Array(1024).fill(32));
      controller.close();
    },
  });
  const request = new Request('http://x/api/guest/c/messages', {
    method: 'POST',
    body: stream,
    headers: json,
    duplex: 'half',
  } as RequestInit);

  expect(await readError(createTestApp().app.request(request))).toMatchObject({ status: 413 });
});

test('a caller that goes away in the middle of its body is no bug', async () => {
  const { app, logged } = createTestApp();
  const body = new ReadableStream({ start: (controller) => controller.error(new Error('aborted')) });
  const request = new Request('http://x/api/guest/c/messages', {
    method: 'POST',
    body,
    headers: json,
    duplex: 'half',
  } as RequestInit);

  expect(await readError(app.request(request))).toMatchObject({ status: 408, code: 'client.timeout' });
  expect(logged).toEqual([]);
});

const valid = {
  organizationId: '8b4e9b7c-0d4a-4a44-9d0c-0d2f0f1a4c11',
  deploymentId: '5e7a0c1e-4a52-4ad8-8f42-8a9d31b7f0aa',
  routingTarget: { targetType: 'QUEUE', targetAddress: 'Support' },
  memberInfo: { displayName: 'Ada' },
};
const notNull = 'chat.error.notnull.createconversationrequest';

test.each([
  [{ deploymentId: 'demo' }, 'chat.error.pattern.createconversationrequest.deploymentid'],
  [{ organizationId: 7 }, 'constraint.validation'],
  [{ routingTarget: undefined }, `${notNull}.routingtarget`],
  [{ routingTarget: { targetType: 'USER', targetAddress: 'x' } }, 'chat.error.createconversationrequest.routingtarget'],
  [{ routingTarget: { targetType: 'QUEUE' } }, 'chat.error.createconversationrequest.routingtarget'],
  [{ memberInfo: undefined }, `${notNull}.memberinfo.displayname`],
  [{ memberInfo: {} }, `${notNull}.memberinfo.displayname`],
  [{ memberInfo: { displayName: 'x'.repeat(300) } }, 'constraint.validation'],
  [{ journeyContext: {} }, `${notNull}.journeycontext.customer`],
  [{ journeyContext: { customer: { id: 'x' } } }, `${notNull}.journeycontext.customer.customeridtype`],
])('a create request with %j answers the documented code', async (change, code) => {
  const { app } = createTestApp();
  const body = JSON.stringify({ ...valid, ...change });

  expect(await readError(app.request('/api/guest', { method: 'POST', body, headers: json }))).toMatchObject({
    status: 400,
    code,
  });
});

test('a wrong query is refused, and the details name the field', async () => {
  const { details, ...rest } = await readError(createTestApp().app.request('/api/guest/c/messages?maxResults=101'));

  expect(rest).toEqual({ status: 400, code: 'invalid.query.param.value' });
  expect(details).toEqual([{ fieldName: 'maxResults', errorCode: 'invalid.query.param.value' }]);
});

test('an unknown address is 404, a known one asked in the wrong way 405 with what it takes', async () => {
  const { app } = createTestApp();
  const wrongWay = await app.request('/api/guest/c/messages', { method: 'PUT' });

  expect(wrongWay.headers.get('Allow')).toBe('GET, POST');
  expect(await readError(wrongWay)).toMatchObject({ status: 405, code: 'method.not.allowed' });
  expect(await readError(app.request('/api/guest/c'))).toMatchObject({ status: 404, code: 'not.found' });
});

test('a refusal to wait says how long in whole seconds', async () => {
  const answer = await createTestApp().app.request('/api/guest/busy/thing');

  expect(answer.headers.get('Retry-After')).toBe('2');
  expect(await readError(answer)).toMatchObject({ status: 429, code: 'too.many.requests.retry.after' });
});

test('a bug is logged and keeps its text to itself', async () => {
  const { app, logged } = createTestApp();
  const answer = await app.request('/api/guest/bug/thing');

  expect(await answer.clone().text()).not.toContain('secret');
  expect(await readError(answer)).toMatchObject({ status: 500, code: 'internal.server.error' });
  expect(logged).toHaveLength(1);
});

test('pages of any origin read answers and refusals, without credentials', async () => {
  const { app } = createTestApp();
  const headers = { Origin: 'https://site.example' };

  for (const path of ['/api/guest/c/messages', '/api/guest/missing/thing', '/api/guest/bug/thing', '/api/guest/none']) {
    const answer = await app.request(path, { headers });
    expect(answer.headers.get('Access-Control-Allow-Origin')).toBe('https://site.example');
    expect(answer.headers.get('Access-Control-Allow-Credentials')).toBeNull();
    expect(answer.headers.get('Vary')).toContain('Origin');
    expect(answer.headers.get('Access-Control-Expose-Headers')).toContain('Webchat-Capabilities');
  }
});

test('a preflight is answered, also for an unknown address', async () => {
  const answer = await createTestApp().app.request('/api/guest/c/messages', {
    method: 'OPTIONS',
    headers: { Origin: 'https://site.example', 'Access-Control-Request-Method': 'POST' },
  });

  expect(answer.status).toBe(204);
  expect(answer.headers.get('Access-Control-Max-Age')).toBe('7200');
  expect(answer.headers.get('Access-Control-Allow-Headers')).toContain('Idempotency-Key');
});
