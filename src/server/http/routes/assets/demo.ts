import { type Context, Hono } from 'hono';
import { type StaticFile, type StaticFiles, sendFile } from '../../../static/static-files.ts';
import type { DemoDetails } from '../../../storage/operations/demo.ts';
import type { DemoGate } from '../../demo-gate.ts';

export type Demo = { details: DemoDetails; shop: StaticFiles; gate: DemoGate };

/** The demo shop's pages with the tag in them, and the ids that programs need to try the API. */
export function demoRoutes({ details, shop, gate }: Demo): Hono {
  const routes = new Hono();
  const page = (c: Context, name: string) => {
    const file = shop.get(name);
    if (file === undefined) return c.notFound();
    return file.type.startsWith('text/html')
      ? c.html(
          fillTemplate(file, { ...details, ...themeOf(c.req.query('look')), origin: new URL(c.req.url).origin }),
          200,
          {
            'Cache-Control': 'no-store',
          },
        )
      : sendFile(c, file, { 'Cache-Control': 'no-cache' });
  };

  routes.get('/demo/config.json', gate.requireToken, (c) => c.json(details, 200, secretHeaders));
  routes.get('/', gate.localOnly, gate.acceptToken, (c) => page(c, 'index.html'));
  for (const name of shop.keys()) routes.get(`/${name}`, gate.localOnly, gate.acceptToken, (c) => page(c, name));
  return routes;
}

const secretHeaders = {
  'Cache-Control': 'no-store',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
};

/** The style sheet of a ready-made theme, and the query that carries the theme from page to page. */
function themeOf(name = '') {
  if (!/^[a-z]{1,20}$/.test(name)) return { theme: '', query: '' };
  return { theme: `<link rel="stylesheet" href="/porchlight/theme-${name}.css" />`, query: `?look=${name}` };
}

type Placeholder = 'organizationId' | 'deploymentId' | 'queue' | 'origin' | 'theme' | 'query';

/** No value needs escaping in HTML: ids, a fixed queue name, an origin that passed the Host check, letters. */
function fillTemplate({ plain }: StaticFile, values: Record<Placeholder, string>) {
  const asked = /\{\{(organizationId|deploymentId|queue|origin|theme|query)\}\}/g;
  return new TextDecoder().decode(plain).replace(asked, (_, name: Placeholder) => values[name]);
}
