import { Hono } from 'hono';
import type { ConsoleSessions } from './console-sessions.ts';
import { openApiOf, openApiPath } from './docs/openapi.ts';
import { watchForwarding } from './http/forwarding-watch.ts';
import { createReadiness } from './http/readiness.ts';
import { createLiveAccess } from './live-access.ts';
import type { Metrics } from './metrics.ts';
import { authenticateStaff } from './middleware/authenticate.ts';
import { guestCors } from './middleware/cors.ts';
import { correlate, errorHandler, notFoundHandler } from './middleware/errors.ts';
import type { OidcProvider } from './oidc/oidc-provider.ts';
import { agentRoutes } from './routes/agent.ts';
import { type Assets, assetRoutes } from './routes/assets.ts';
import { consoleSessionRoutes } from './routes/console-session.ts';
import { type Demo, demoRoutes } from './routes/demo.ts';
import { deploymentRoutes } from './routes/deployments.ts';
import { guestRoutes } from './routes/guest.ts';
import { type MetricsAccess, metricsRoutes } from './routes/metrics.ts';
import { oauthRoutes } from './routes/oauth.ts';
import { oidcRoutes } from './routes/oidc.ts';
import { invitationRoutes } from './routes/people.ts';
import { type Playground, playgroundRoutes } from './routes/playground.ts';
import type { Services } from './services.ts';

export type AppParts = {
  services: Services;
  sessions: ConsoleSessions;
  /** Without them only the API is served. */
  assets?: Assets;
  /** By which people may sign in, beside their passwords. */
  oidc?: OidcProvider | undefined;
  /** Present in demo mode. */
  demo?: Demo | undefined;
  /** Present in demo mode, where it was built. */
  playground?: Playground | undefined;
  /** Without it there is no `/metrics`. */
  metrics?: (MetricsAccess & { metrics: Pick<Metrics, 'refused'> }) | undefined;
};

/**
 * The whole service as a value: its `fetch` is a fetch, so tests and clients can meet it within one process. Sockets
 * are apart, in `stream/`.
 */
export function createApp({ services, sessions, assets, oidc, demo, playground, metrics }: AppParts): Hono {
  const app = new Hono();
  app.onError(errorHandler(services.log, (code) => metrics?.metrics.refused(code)));
  app.notFound(notFoundHandler(app));

  app.use('*', watchForwarding(services));
  app.use('/api/*', correlate);
  app.use('/oauth/*', correlate);
  app.use('/api/v2/webchat/guest/*', guestCors());

  app.route('/api/v2/webchat/guest/conversations', guestRoutes(services));
  app.route('/', consoleSessionRoutes(sessions));
  app.route('/', oidcRoutes(services, sessions, oidc, demo));
  app.route('/', invitationRoutes(services));
  app.route('/', oauthRoutes(services));
  const isStaff = authenticateStaff(createLiveAccess(services), sessions);
  // Before exactly what needs it: an unknown address stays a 404, and guests never meet this.
  for (const routes of [agentRoutes(services), deploymentRoutes(services)]) {
    for (const path of new Set(routes.routes.map((route) => route.path))) app.use(`/api/v2${path}`, isStaff);
    app.route('/api/v2', routes);
  }

  // Once all routes are there, and once: it is the same for everybody.
  let openApi: string | undefined;
  app.get(openApiPath, (c) => {
    openApi ??= JSON.stringify(openApiOf(app));
    return c.body(openApi, 200, { 'Content-Type': 'application/json' });
  });
  app.get('/.well-known/jwks.json', async (c) =>
    c.json(await services.tokens.jwks(), 200, { 'Cache-Control': 'public, max-age=300' }),
  );
  app.get('/healthz', (c) => c.json({ status: 'alive' }, 200, { 'Cache-Control': 'no-store' }));
  const isReady = createReadiness(services);
  app.get('/readyz', async (c) => {
    await isReady();
    return c.json({ status: 'ready' }, 200, { 'Cache-Control': 'no-store' });
  });

  if (metrics) app.route('/', metricsRoutes(metrics));
  if (demo) for (const path of ['/console', '/console/']) app.use(path, demo.gate.enter);
  if (assets) app.route('/', assetRoutes(assets));
  if (playground) app.route('/', playgroundRoutes(playground));
  if (demo) app.route('/', demoRoutes(demo));
  else app.get('/', (c) => c.redirect('/console/', 302));
  return app;
}
