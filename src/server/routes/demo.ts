import { type Context, Hono } from 'hono';
import { createMiddleware } from 'hono/factory';
import { ApiError } from '../api-error.ts';
import type { Services } from '../services.ts';
import { type StaticFile, type StaticFiles, sendFile } from '../static-files.ts';
import type { DemoFacts } from '../storage/operations/demo.ts';

export type Demo = { facts: DemoFacts; shop: StaticFiles };

const ownNames = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i;
const forwarded = /^(forwarded|x-forwarded-.*)$/i;

/** The shop page with the pasted tag, and what programs need to try everything. */
export function demoRoutes({ facts, shop }: Demo, { log }: Pick<Services, 'log'>): Hono {
  const routes = new Hono();
  /** A reverse proxy on the same machine must not publish the demo's secrets. */
  const onThisMachine = createMiddleware(async (c, next) => {
    const isNear = ownNames.test(c.req.header('Host') ?? '');
    const isForwarded = Object.keys(c.req.header()).some((name) => forwarded.test(name));
    if (isNear && !isForwarded) return next();
    log.warn({ route: c.req.routePath }, 'The demo was asked for from elsewhere, and stays hidden');
    throw new ApiError('not.found', 'There is nothing at this address.');
  });

  const page = (c: Context, name: string) => {
    const file = shop.get(name);
    if (file === undefined) return c.notFound();
    return file.type.startsWith('text/html')
      ? c.html(fill(file, { ...facts, ...lookOf(c.req.query('look')), origin: new URL(c.req.url).origin }), 200, {
          'Cache-Control': 'no-store',
        })
      : sendFile(c, file, { 'Cache-Control': 'no-cache' });
  };

  routes.get('/demo/config.json', onThisMachine, (c) => c.json(facts, 200, { 'Cache-Control': 'no-store' }));
  routes.get('/', onThisMachine, (c) => page(c, 'index.html'));
  for (const name of shop.keys()) routes.get(`/${name}`, onThisMachine, (c) => page(c, name));
  return routes;
}

/** The chat in one of the ready looks, by its sheet alone, and from page to page. */
function lookOf(name = '') {
  if (!/^[a-z]{1,20}$/.test(name)) return { look: '', query: '' };
  return { look: `<link rel="stylesheet" href="/porchlight/theme-${name}.css" />`, query: `?look=${name}` };
}

type Filling = 'organizationId' | 'deploymentId' | 'queue' | 'origin' | 'look' | 'query';

/** None of these holds a character that HTML minds: ids, a fixed queue name, an origin the Host check let through, letters. */
function fill({ plain }: StaticFile, values: Record<Filling, string>) {
  const asked = /\{\{(organizationId|deploymentId|queue|origin|look|query)\}\}/g;
  return new TextDecoder().decode(plain).replace(asked, (_, name: Filling) => values[name]);
}
