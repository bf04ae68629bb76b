import { type Context, Hono } from 'hono';
import { onThisMachine } from '../middleware/on-this-machine.ts';
import type { Services } from '../services.ts';
import { type StaticFile, type StaticFiles, sendFile } from '../static-files.ts';
import type { DemoFacts } from '../storage/operations/demo.ts';

export type Demo = { facts: DemoFacts; shop: StaticFiles };

/** The shop page with the pasted tag, and what programs need to try everything. */
export function demoRoutes({ facts, shop }: Demo, { log }: Pick<Services, 'log'>): Hono {
  const routes = new Hono();
  const near = onThisMachine({ log });
  const page = (c: Context, name: string) => {
    const file = shop.get(name);
    if (file === undefined) return c.notFound();
    return file.type.startsWith('text/html')
      ? c.html(fill(file, { ...facts, ...lookOf(c.req.query('look')), origin: new URL(c.req.url).origin }), 200, {
          'Cache-Control': 'no-store',
        })
      : sendFile(c, file, { 'Cache-Control': 'no-cache' });
  };

  routes.get('/demo/config.json', near, (c) => c.json(facts, 200, { 'Cache-Control': 'no-store' }));
  routes.get('/', near, (c) => page(c, 'index.html'));
  for (const name of shop.keys()) routes.get(`/${name}`, near, (c) => page(c, name));
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
