import { Hono } from 'hono';
import { createTokenRevocationCheck } from './auth/api-access.ts';
import type { OidcProvider } from './auth/oidc/oidc-provider.ts';
import type { ConsoleSessions } from './http/console-sessions.ts';
import { warnAboutForwarding } from './http/forwarding-watch.ts';
import type { Metrics } from './http/metrics.ts';
import { authenticateStaff } from './http/middleware/authenticate.ts';
import { guestCors } from './http/middleware/cors.ts';
import { correlate, errorHandler, notFoundHandler } from './http/middleware/errors.ts';
import { createOpenApi, openApiPath } from './http/openapi/openapi.ts';
import { createReadiness } from './http/readiness.ts';
import { deploymentRoutes } from './http/routes/admin/deployments.ts';
import { invitationRoutes } from './http/routes/admin/people.ts';
import { agentRoutes } from './http/routes/agent/agent.ts';
import { type Assets, assetRoutes } from './http/routes/assets/assets.ts';
import { type Demo, demoRoutes } from './http/routes/assets/demo.ts';
import { type Playground, playgroundRoutes } from './http/routes/assets/playground.ts';
import { consoleSessionRoutes } from './http/routes/auth/console-session.ts';
import { oauthRoutes } from './http/routes/auth/oauth.ts';
import { oidcRoutes } from './http/routes/auth/oidc.ts';
import { guestRoutes } from './http/routes/guest/guest.ts';
import { type MetricsAccess, metricsRoutes } from './http/routes/metrics.ts';
import type { Services } from './services/services.ts';

export type AppParts = {
  services: Services;
  sessions: ConsoleSessions;
  /** The widget's and console's files; undefined to serve the API only. */
  assets?: Assets;
  /** The single sign-on provider; undefined where people sign in by password only. */
  oidc?: OidcProvider | undefined;
  /** Present in demo mode. */
  demo?: Demo | undefined;
  /** Present in demo mode. */
  playground?: Playground | undefined;
  /** Undefined to serve no `/metrics`. */
  metrics?: (MetricsAccess & { metrics: Pick<Metrics, 'countError'> }) | undefined;
};

/**
 * The service's HTTP side as a value: its `fetch` is a fetch, so tests and clients can call it within one process.
 * Sockets are in `realtime/`.
 */
export function createApp({ services, sessions, assets, oidc, demo, playground, metrics }: AppParts): Hono {
  const app = new Hono();
  app.onError(errorHandler(services.log, (code) => metrics?.metrics.countError(code)));
  app.notFound(notFoundHandler(app));

  app.use('*', warnAboutForwarding(services));
  app.use('/api/*', correlate);
  app.use('/oauth/*', correlate);
  app.use('/api/v2/webchat/guest/*', guestCors());

  app.route('/api/v2/webchat/guest/conversations', guestRoutes(services));
  app.route('/', consoleSessionRoutes(sessions));
  app.route('/', oidcRoutes(services, sessions, oidc, demo));
  app.route('/', invitationRoutes(services));
  app.route('/', oauthRoutes(services));
  const isStaff = authenticateStaff(createTokenRevocationCheck(services), sessions);
  // Only on the paths that need it, so that an unknown address stays a 404 and guest routes are not affected.
  for (const routes of [agentRoutes(services), deploymentRoutes(services)]) {
    for (const path of new Set(routes.routes.map((route) => route.path))) app.use(`/api/v2${path}`, isStaff);
    app.route('/api/v2', routes);
  }

  // Created at the first request, when all routes are there, and the same for every caller.
  let openApi: string | undefined;
  app.get(openApiPath, (c) => {
    openApi ??= JSON.stringify(createOpenApi(app));
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
  if (demo) for (const path of ['/console', '/console/']) app.use(path, demo.gate.acceptToken);
  if (assets) app.route('/', assetRoutes(assets));
  if (playground) app.route('/', playgroundRoutes(playground));
  if (demo) app.route('/', demoRoutes(demo));
  else app.get('/', (c) => c.redirect('/console/', 302));
  return app;
}
