import type { Server } from 'node:http';
import { type AddressInfo, isIPv6 } from 'node:net';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { destination, type Logger } from 'pino';
import { createApp } from './app.ts';
import { systemClock } from './clock.ts';
import { readConfig, type ServerConfig } from './config.ts';
import { createConsoleSessions } from './console-sessions.ts';
import { openDemo, withAdministrator, withTestDeployments } from './demo.ts';
import { createHttpServer } from './http-server.ts';
import { createLog } from './log.ts';
import { addProcessMetrics, createMetrics, type Metrics, type MetricsParts } from './metrics.ts';
import { createOidcProvider } from './oidc/oidc-provider.ts';
import { createRateLimiter } from './rate-limiter.ts';
import { loadAssets } from './routes/assets.ts';
import type { Services } from './services.ts';
import { defaultSettings } from './settings.ts';
import { loadFolder } from './static-files.ts';
import { openStorage } from './storage/open-storage.ts';
import type { DemoFacts } from './storage/operations/demo.ts';
import { StartRefused } from './storage/start-refused.ts';
import { createHub } from './stream/hub.ts';
import { createStreamServer } from './stream/stream-server.ts';
import { createTickets } from './stream/tickets.ts';
import { startTicker } from './ticker.ts';
import { createTokens, generateSigningKey } from './tokens.ts';

const root = join(import.meta.dirname, '../..');
/** Whoever supervises us kills at the latest after half a minute. */
const shutdownMs = 20_000;
const farewellMs = 5_000;
try {
  await start();
} catch (thrown) {
  if (!(thrown instanceof StartRefused)) throw thrown;
  console.error(thrown.message);
  process.exit(1);
}

async function start(): Promise<void> {
  const config = readConfig(process.env);
  const log = createLog(destination({ fd: 2, sync: true }));
  const watched: MetricsParts = {};
  const metrics = addProcessMetrics(createMetrics(watched));
  const services = await openServices(config, log, metrics);
  watched.storage = services.storage;
  const demo = await openWholeDemo(config, services);
  const assets = loadAssets(join(root, 'dist'), join(config.dataFolder, 'builds'));
  const oidc = config.oidc && createOidcProvider(config.oidc);
  // Passwords go on working while the provider is away, and it is asked again at the next sign-in.
  oidc?.prepare().catch(() => log.warn({ code: 'oidc.away' }));
  const app = createApp({
    services,
    oidc,
    sessions: createConsoleSessions(services),
    assets,
    metrics: { metrics, openTo: config.metrics },
    demo: demo && { facts: demo, shop: loadFolder(join(root, 'public/shop')) },
    playground: demo && { files: loadFolder(join(root, 'dist/playground')), crash: crashIfRestarted() },
  });

  const server = createHttpServer(app, services);
  const streams = createStreamServer(services);
  streams.listen(server);
  watched.streams = streams;
  const ticker = await startTicker(services);
  await listen(server, config);
  if (assets.build === undefined) console.log('Widget and console are not built yet: npm run build makes them.');
  announce(config, server.address() as AddressInfo, demo);

  onceAsked(async () => {
    ticker.stop();
    const served = new Promise((resolve) => server.close(resolve));
    streams.close();
    server.closeIdleConnections();
    // Whoever does not answer the goodbye by then is cut off.
    await Promise.race([served, after(farewellMs)]);
    streams.cut();
    server.closeAllConnections();
    await ticker.tick();
    await services.storage.close();
  });
}

async function openWholeDemo(config: ServerConfig, { storage, clock }: Services): Promise<DemoFacts | undefined> {
  const seeded = await openDemo(config, storage, clock.now());
  const staffed = seeded && (await withAdministrator(seeded, storage, clock.now()));
  return staffed && withTestDeployments(staffed, storage, clock.now());
}

async function openServices(config: ServerConfig, log: Logger, metrics: Metrics): Promise<Services> {
  const clock = systemClock;
  const opened = await openStorage({
    dataFolder: config.dataFolder,
    databaseUrl: config.databaseUrl,
    onTrouble: (message) => log.error(message),
    onFailure: () => process.exit(1),
  });
  const storage = metrics.timed(opened);
  const keys = await storage.run('ensureSigningKey', { ...(await generateSigningKey()), now: clock.now() });
  const { publicUrl, trustedProxies, limits } = config;
  return {
    storage,
    hub: createHub(),
    tokens: await createTokens({ keys, now: clock.now }),
    clock,
    limiter: createRateLimiter(clock),
    tickets: createTickets(clock),
    settings: { ...defaultSettings, publicUrl, trustedProxies, limits },
    log,
  };
}

function listen(server: Server, { port, host }: ServerConfig): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const why = cause.code === 'EADDRINUSE' ? 'another program listens there' : cause.code;
      reject(new StartRefused(`Cannot listen on ${host}, port ${port}: ${why}. Set PORT to another.`, { cause }));
    });
    server.listen(port, host, resolve);
  });
}

/** Only `scripts/start.mjs` starts the service again. */
function crashIfRestarted(): (() => void) | undefined {
  return process.env.PORCHLIGHT_RESTARTS === 'yes' ? () => process.exit(75) : undefined;
}

function announce(
  { host, dataFolder, databaseUrl, publicUrl }: ServerConfig,
  { port }: AddressInfo,
  demo: DemoFacts | undefined,
) {
  const origin = publicUrl ?? `http://${isIPv6(host) ? `[${host}]` : host}:${port}`;
  const place = databaseUrl === undefined ? dataFolder : placeOf(databaseUrl);
  console.log(`Porchlight is running and keeps everything in ${place}.`);
  if (demo) {
    console.log(`The agent in the demo signs in as ${demo.agent.email} with the password ${demo.agent.password}`);
    if (demo.administrator) {
      const { email, password } = demo.administrator;
      console.log(`and the administrator as ${email} with the password ${password}`);
    }
    console.log(`  Demo page  ${origin}/`);
    console.log(`  Playground ${origin}/playground/`);
  }
  console.log(`  Console    ${origin}/console/`);
}

/** Without who may enter and by which password. */
function placeOf(databaseUrl: string): string {
  const { host, pathname } = new URL(databaseUrl);
  return `PostgreSQL at ${host}${pathname}`;
}

/**
 * SIGTERM or SIGINT ends in order. One Ctrl-C may come twice, from the terminal and from whoever started us, so a
 * further one hastens nothing: it is over soon anyway.
 */
function onceAsked(end: () => Promise<void>): void {
  let isEnding = false;
  const onSignal = () => {
    if (isEnding) return;
    isEnding = true;
    setTimeout(() => process.exit(1), shutdownMs).unref();
    void end().then(() => process.exit(0));
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
}
