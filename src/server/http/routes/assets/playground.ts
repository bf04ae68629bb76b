import { type Context, Hono } from 'hono';
import { type StaticFiles, sendFile } from '../../../static/static-files.ts';
import type { DemoGate } from '../../demo-gate.ts';

export type Playground = {
  files: StaticFiles;
  gate: DemoGate;
  /** Ends the process at once, like a crash. Undefined where no supervisor would restart it. */
  crash: (() => void) | undefined;
};

/** Without Trusted Types, since the playground inserts the tag by script. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data: https:",
  "frame-src 'self'",
  "frame-ancestors 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** A visitor's page and an agent side by side, with simulated faults. Part of the demo. */
export function playgroundRoutes({ files, gate, crash }: Playground): Hono {
  const routes = new Hono();
  const send = (c: Context, name: string) => {
    const file = files.get(name);
    return file
      ? sendFile(c, file, {
          'Content-Security-Policy': policy,
          'Cache-Control': 'no-cache',
          'Referrer-Policy': 'no-referrer',
        })
      : c.notFound();
  };
  routes.get('/playground', gate.acceptToken, gate.requireToken, (c) => c.redirect('/playground/', 308));
  routes.get('/playground/', gate.acceptToken, gate.requireToken, (c) => send(c, 'index.html'));
  routes.get('/playground/crash', gate.requireToken, (c) => c.json({ isPossible: crash !== undefined }));
  routes.post('/playground/crash', gate.requireToken, (c) => {
    // No other page and no link can send this request.
    if (!crash || c.req.header('Sec-Fetch-Site') !== 'same-origin') return c.notFound();
    setTimeout(crash, 0);
    return c.body(null, 202);
  });
  routes.get('/playground/assets/:file', gate.requireToken, (c) => send(c, `assets/${c.req.param('file')}`));
  routes.get('/playground/:file', gate.requireToken, (c) => send(c, c.req.param('file')));
  return routes;
}
