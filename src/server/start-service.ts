import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { createApp } from './app.ts';
import { createOidcProvider } from './auth/oidc/oidc-provider.ts';
import { createPasswordHashing } from './auth/password-hashing.ts';
import { randomSecret } from './auth/passwords.ts';
import { readOrCreateToken } from './auth/token-file.ts';
import { createTokens, generateSigningKey } from './auth/tokens.ts';
import type { Clock } from './core/clock.ts';
import type { ServerConfig } from './core/config.ts';
import type { RateLimiter } from './core/rate-limiter.ts';
import { defaultSettings } from './core/settings.ts';
import { StartupError } from './core/startup-error.ts';
import { type PreparedDemo, prepareDemo } from './demo.ts';
import { createConsoleSessions } from './http/console-sessions.ts';
import { createDemoGate } from './http/demo-gate.ts';
import { createHttpServer } from './http/http-server.ts';
import { addProcessMetrics, createMetrics, type Metrics, type MetricsParts } from './http/metrics.ts';
import { loadAssets } from './http/routes/assets/assets.ts';
import { startScheduler } from './jobs/scheduler.ts';
import { stopServing } from './realtime/stop-serving.ts';
import { createStreamServer } from './realtime/stream-server.ts';
import { createHub } from './services/hub.ts';
import type { Services } from './services/services.ts';
import { loadFolder } from './static/static-files.ts';
import { openStorage } from './storage/open-storage.ts';

export type ServiceParts = {
  config: ServerConfig;
  /** The time of every deadline, expiry and repeated job. */
  clock: Clock;
  limiter: RateLimiter;
  log: Logger;
  /** Ends the process, for the playground's crash button; undefined to offer no such button. */
  crash: (() => void) | undefined;
  /** Called when the store has failed for good, after which no request can be served. */
  onFailure: () => void;
};

export type RunningService = {
  address: AddressInfo;
  demo: PreparedDemo | undefined;
  /** Whether widget and console were built. */
  isBuilt: boolean;
  services: Services;
  /** Runs every due job once, now. */
  runDueJobs(): Promise<void>;
  /** Finishes running requests, closes the sockets and the store; reports before each step what it waits for. */
  stop(waitingFor?: (what: string) => void): Promise<void>;
};

const root = join(import.meta.dirname, '../..');
const drainMs = 5_000;

/**
 * The composition root of the service: opens the store, joins all parts and listens. Throws StartupError with a sentence
 * for the operator.
 */
export async function startService(parts: ServiceParts): Promise<RunningService> {
  const { config, log, crash } = parts;
  const metricsParts: MetricsParts = {};
  const metrics = addProcessMetrics(createMetrics(metricsParts));
  const services = await openServices(parts, metrics);
  metricsParts.storage = services.storage;
  const demo = await prepareDemo(config, services);
  const gate = demo && createDemoGate(demo.token, services);
  const assets = loadAssets(join(root, 'dist'), join(config.dataFolder, 'builds'), (message) => log.warn(message));
  const oidc = config.oidc && createOidcProvider(config.oidc);
  // Passwords work while the provider does not answer, and it is tried again at the next sign-in.
  oidc?.prepare().catch(() => log.warn({ code: 'oidc.away' }));
  const app = createApp({
    services,
    oidc,
    sessions: createConsoleSessions(services),
    assets,
    metrics: { metrics, token: config.metrics === 'token' ? metricsToken(config, log) : undefined },
    demo: demo && gate && { details: demo.details, shop: loadFolder(join(root, 'public/shop')), gate },
    playground: gate && { files: loadFolder(join(root, 'dist/playground')), gate, crash },
  });

  const server = createHttpServer(app, services);
  const streams = createStreamServer(services);
  streams.listen(server);
  metricsParts.streams = streams;
  const scheduler = await startScheduler(services);
  await listen(server, config);

  return {
    address: server.address() as AddressInfo,
    demo,
    isBuilt: assets.build !== undefined,
    services,
    runDueJobs: () => scheduler.runDueJobs(),
    async stop(waitingFor = () => {}) {
      scheduler.stop();
      waitingFor('its connections');
      await stopServing({ server, streams, drainMs: drainMs });
      waitingFor('what was due');
      await scheduler.runDueJobs();
      waitingFor('its store');
      await services.storage.close();
    },
  };
}

async function openServices(parts: ServiceParts, metrics: Metrics): Promise<Services> {
  const { config, clock, limiter, log, onFailure } = parts;
  const opened = await openStorage({
    dataFolder: config.dataFolder,
    databaseUrl: config.databaseUrl,
    onWarning: (message) => log.error(message),
    onFailure,
  });
  const storage = metrics.timed(opened);
  await storage.run('ensureSigningKey', { ...(await generateSigningKey()), now: clock.now() });
  const keys = () => storage.run('listSigningKeys', { now: clock.now() });
  const { publicUrl, trustedProxies, limits } = config;
  return {
    storage,
    hub: createHub(),
    tokens: await createTokens({ keys, now: clock.now }),
    clock,
    limiter,
    passwords: createPasswordHashing(),
    settings: { ...defaultSettings, publicUrl, trustedProxies, limits },
    log,
  };
}

/** Where the file cannot be written, the token is random and unknown, so that `/metrics` stays closed. */
function metricsToken({ dataFolder }: ServerConfig, log: Logger): string {
  try {
    return readOrCreateToken(dataFolder, 'metrics-token');
  } catch (cause) {
    log.warn({ err: cause }, 'The file metrics-token cannot be read or written: /metrics stays closed');
    return randomSecret();
  }
}

function listen(server: Server, { port, host }: ServerConfig): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const why = cause.code === 'EADDRINUSE' ? 'another program listens there' : cause.code;
      reject(new StartupError(`Cannot listen on ${host}, port ${port}: ${why}. Set PORT to another.`, { cause }));
    });
    server.listen(port, host, resolve);
  });
}
