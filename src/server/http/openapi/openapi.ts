import type { Hono } from 'hono';
import { operations } from '../../../protocol/operations.ts';
import { agentOperations } from './agent-models.ts';
import { type JsonSchema, jsonSchemaOf } from './json-schema.ts';
import { type Model, models, type PlatformOperation, platformOperations } from './models.ts';
import type { OperationDoc } from './operation-doc.ts';

export const openApiPath = '/api/v2/docs/openapi.json';

type Route = { method: string; path: string };

/** Every route below `/api/v2` and `/oauth`, once each, as the application has registered them. */
export function servedRoutes(app: Pick<Hono, 'routes'>): Route[] {
  const served = app.routes.filter(
    ({ method, path }) => method !== 'ALL' && !path.endsWith('*') && /^\/(api\/v2|oauth)\//.test(path),
  );
  const named = served.map(({ method, path }) => ({ method, path: path.replace(/:(\w+)/g, '{$1}') }));
  return [...new Map(named.map((route) => [`${route.method} ${route.path}`, route])).values()];
}

/**
 * The OpenAPI document of this application, created from its own routes, so that it has exactly these; what each takes
 * and answers is in the tables of this folder.
 */
export function createOpenApi(app: Pick<Hono, 'routes'>): JsonSchema {
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

/** The documentation of a route; undefined for one that is in no table. */
export function findOperationDoc({ method, path }: Route): (OperationDoc<Model> | PlatformOperationDoc) | undefined {
  const named = Object.entries(operations).find(([, row]) => row.method === method && row.path === path);
  if (!named) return agentOperations[`${method} ${path}`];
  const [operationId, { caller, status }] = named;
  return { operationId, caller, status, ...platformOperations[operationId as keyof typeof platformOperations] };
}

type PlatformOperationDoc = PlatformOperation & { operationId: string; caller: string; status: number };

function operationOf(route: Route): JsonSchema {
  const parameters = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) =>
    parameter('path', name ?? '', { type: 'string' }),
  );
  const doc = findOperationDoc(route);
  if (!doc) return { parameters, responses: { default: answer('What it answers, or why not', {}) } };
  const { caller, status, query, takes, answers } = doc;
  const asked = Object.keys(query?.entries ?? {}).map((name) => parameter('query', name, { type: 'string' }));
  return {
    ...('operationId' in doc ? { operationId: doc.operationId } : {}),
    ...(caller.includes(':') ? { 'x-permission': caller } : {}),
    security: caller === 'anyone' ? [] : [{ [caller === 'guest' ? 'guest' : 'staff']: [] }],
    parameters: [...parameters, ...asked],
    ...(takes ? { requestBody: { required: true, content: content(takes, route) } } : {}),
    responses: {
      [status]: answers ? answer('Done', reference(answers)) : { description: 'Done' },
      default: answer('Refused: look at its code', reference(isOAuth(route) ? 'TokenRefusal' : 'ErrorBody')),
    },
  };
}

/** Only OAuth takes forms. */
const isOAuth = ({ path }: Route) => path.startsWith('/oauth/');

function content(takes: Model, route: Route): JsonSchema {
  const schema = reference(takes);
  return isOAuth(route) ? { 'application/x-www-form-urlencoded': { schema } } : json(schema);
}

const reference = (name: keyof typeof models) => ({ $ref: `#/components/schemas/${name}` });
const json = (schema: JsonSchema) => ({ 'application/json': { schema } });
const answer = (description: string, schema: JsonSchema) => ({ description, content: json(schema) });

function parameter(place: 'path' | 'query', name: string, schema: JsonSchema): JsonSchema {
  return { name, in: place, required: place === 'path', schema };
}
