import type { Hono } from 'hono';
import { operations } from '../../protocol/operations.ts';
import { type JsonSchema, jsonSchemaOf } from './json-schema.ts';
import { models, type Speech, speech } from './models.ts';

export const openApiPath = '/api/v2/docs/openapi.json';

type Route = { method: string; path: string };

/** Every route below `/api/v2` and the token's, in the way the application itself knows them, once each. */
export function servedRoutes(app: Pick<Hono, 'routes'>): Route[] {
  const served = app.routes.filter(
    ({ method, path }) => method !== 'ALL' && !path.endsWith('*') && /^\/(api\/v2|oauth)\//.test(path),
  );
  const named = served.map(({ method, path }) => ({ method, path: path.replace(/:(\w+)/g, '{$1}') }));
  return [...new Map(named.map((route) => [`${route.method} ${route.path}`, route])).values()];
}

/**
 * What this application serves, as an OpenAPI document made from its own routes, so that none is missing and none is
 * made up. The nineteen operations come with their models; the agent's side is told in `src/protocol/README.md`.
 */
export function openApiOf(app: Pick<Hono, 'routes'>): JsonSchema {
  const paths: Record<string, JsonSchema> = {};
  for (const route of servedRoutes(app)) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operationOf(route) };
  }
  const schemas = Object.fromEntries(Object.entries(models).map(([name, schema]) => [name, jsonSchemaOf(schema)]));
  return {
    openapi: '3.1.0',
    info: { title: 'Porchlight', version: '2', description: 'The WebChat guest API, and what is around it here.' },
    paths,
    components: {
      schemas,
      securitySchemes: {
        guest: { type: 'http', scheme: 'bearer', description: 'The jwt that creating a conversation answers' },
        staff: { type: 'http', scheme: 'bearer', description: 'An access token of POST /oauth/token' },
      },
    },
  };
}

function operationOf({ method, path }: Route): JsonSchema {
  const named = Object.entries(operations).find(([, row]) => row.method === method && row.path === path);
  const parameters = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) =>
    parameter('path', name ?? '', { type: 'string' }),
  );
  if (!named) return { parameters, responses: { default: answer('What it answers, or why not', {}) } };
  const [operationId, row] = named;
  const { takes, query, answers }: Speech = speech[operationId as keyof typeof speech];
  const asked = Object.keys(query?.entries ?? {}).map((name) => parameter('query', name, { type: 'string' }));
  const permission = row.caller.includes(':') ? { 'x-permission': row.caller } : {};
  return {
    operationId,
    ...permission,
    security: row.caller === 'anyone' ? [] : [{ [row.caller === 'guest' ? 'guest' : 'staff']: [] }],
    parameters: [...parameters, ...asked],
    ...(takes ? { requestBody: { required: true, content: json(reference(takes)) } } : {}),
    responses: {
      [row.status]: answers ? answer('Done', reference(answers)) : { description: 'Done' },
      default: answer('Refused: look at its code', reference('ErrorBody')),
    },
  };
}

const reference = (name: keyof typeof models) => ({ $ref: `#/components/schemas/${name}` });
const json = (schema: JsonSchema) => ({ 'application/json': { schema } });
const answer = (description: string, schema: JsonSchema) => ({ description, content: json(schema) });

function parameter(place: 'path' | 'query', name: string, schema: JsonSchema): JsonSchema {
  return { name, in: place, required: place === 'path', schema };
}
