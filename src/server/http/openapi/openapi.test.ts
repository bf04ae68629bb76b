import { afterAll, beforeAll, expect, test } from 'vitest';
import { operations } from '../../../protocol/operations.ts';
import { type InProcessServer, startInProcessServer } from '../../../testing/harness/in-process-server.ts';
import { createApp } from '../../app.ts';
import { createConsoleSessions } from '../console-sessions.ts';
import { agentOperations } from './agent-models.ts';
import { openApiPath, servedRoutes } from './openapi.ts';

type Operation = { operationId?: string; responses: Record<string, { content?: unknown }>; requestBody?: unknown };
type Document = { paths: Record<string, Record<string, Operation>>; components: { schemas: Record<string, unknown> } };

let server: InProcessServer;
let document: Document;
beforeAll(async () => {
  server = await startInProcessServer();
  document = (await (await server.fetch(openApiPath)).json()) as Document;
});
afterAll(() => server.stop());

const announced = () =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  );

test('the document has every route that is served, and no other', () => {
  const app = createApp({ services: server.services, sessions: createConsoleSessions(server.services) });
  const served = servedRoutes(app).map(({ method, path }) => `${method} ${path}`);

  expect(served.length).toBeGreaterThan(40);
  expect(
    announced()
      .map(({ method, path }) => `${method} ${path}`)
      .sort(),
  ).toEqual(served.sort());
});

test('whatever it names answers something else than that there is nothing', async () => {
  for (const { path, method } of announced()) {
    const answer = await server.fetch(path.replace(/\{\w+\}/g, 'x'), { method });
    expect(`${method} ${path} ${answer.status}`).not.toMatch(/ 40[45]$|[ ]5\d\d$/);
  }
});

test('of every route stands there what it takes and answers, and nothing of one that is gone', () => {
  const named = announced().filter(({ operation }) => operation.operationId === undefined);

  expect(named.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(Object.keys(agentOperations).sort());
});

test('all nineteen operations stand there under their names, with their success and their models', () => {
  for (const [name, { method, path, status }] of Object.entries(operations)) {
    const operation = document.paths[path]?.[method.toLowerCase()];
    expect(operation).toMatchObject({ operationId: name });
    expect(operation?.responses[String(status)]).toBeDefined();
    expect(operation?.responses[String(status)]?.content === undefined).toBe(status === 204);
  }
});

test('every model that is pointed at is there, and says what it has', () => {
  const pointed = JSON.stringify(document.paths).matchAll(/#\/components\/schemas\/(\w+)/g);

  for (const [, name = ''] of pointed) {
    expect(Object.keys(document.components.schemas[name] ?? {})).toEqual(
      expect.arrayContaining([expect.stringMatching(/^(type|anyOf)$/)]),
    );
  }
  expect(document.components.schemas.CreateWebChatMessageRequest).toMatchObject({
    properties: { body: { type: 'string', maxLength: 4000 } },
  });
});
