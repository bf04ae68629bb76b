import { mkdtemp, rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '../../server/app.ts';
import { createOidcProvider } from '../../server/auth/oidc/oidc-provider.ts';
import type { PasswordHashing } from '../../server/auth/password-hashing.ts';
import { createTokens, generateSigningKey } from '../../server/auth/tokens.ts';
import { type Clock, systemClock } from '../../server/core/clock.ts';
import type { OidcConfig } from '../../server/core/oidc-config.ts';
import { createRateLimiter } from '../../server/core/rate-limiter.ts';
import { defaultSettings, type Settings } from '../../server/core/settings.ts';
import { openDemo } from '../../server/demo.ts';
import { createConsoleSessions } from '../../server/http/console-sessions.ts';
import { createDemoGate } from '../../server/http/demo-gate.ts';
import { createHttpServer } from '../../server/http/http-server.ts';
import { startScheduler } from '../../server/jobs/scheduler.ts';
import { stopServing } from '../../server/realtime/stop-serving.ts';
import { createStreamServer } from '../../server/realtime/stream-server.ts';
import { createHub } from '../../server/services/hub.ts';
import type { Services } from '../../server/services/services.ts';
import { openStorage } from '../../server/storage/open-storage.ts';
import type { DemoDetails } from '../../server/storage/operations/demo.ts';
import { createFakeServerClock } from '../fakes/server-clock.ts';
import { createCheapHashing, hashCheaply } from './hash-cheaply.ts';
import { placeMigratedStore } from './migrated-store.ts';
import { startInThisThread } from './start-in-this-thread.ts';
import { signInAgent, type TestAgent } from './test-agent.ts';
import { createMigratedDatabase } from './test-postgres.ts';
import { withinLimit } from './within-limit.ts';

export type InProcessServerOptions = {
  /** `fake` (the default) stands still until `elapse`; `real` runs by itself. */
  time?: 'fake' | 'real';
  /** Where fake time begins. */
  startAt?: number;
  settings?: Partial<Settings>;
  /** By whom people may sign in. */
  oidc?: OidcConfig | undefined;
  /** How passwords are hashed; cheaply otherwise, in the queue of the service. */
  passwords?: PasswordHashing;
  /** Serves what demo mode serves, to requests with this token. */
  demoToken?: string;
  /** A folder with an earlier server's store; left alone at the end. */
  folder?: string;
  /** SQLite by default, or whatever `PORCHLIGHT_TEST_ENGINE` says; PostgreSQL gets a database of its own. */
  engine?: Engine;
  /** Whether SQLite works in a thread of its own, as in production: for tests that measure. */
  hasOwnThread?: boolean;
};

export type Engine = 'sqlite' | 'postgres';

const engineOfRun: Engine = process.env.PORCHLIGHT_TEST_ENGINE === 'postgres' ? 'postgres' : 'sqlite';

export type InProcessServer = {
  /** Where it listens, on a free loopback port: `http://127.0.0.1:…`. */
  origin: string;
  /** Straight into the app, without the network. Takes whole addresses and paths alike. */
  fetch: typeof globalThis.fetch;
  /** One organization, deployment, queue `Support`, agent on queue, and a client bound to that agent. */
  seed: DemoDetails;
  /** The seed's agent, through its client. */
  agent: TestAgent;
  services: Services;
  /** Where its store is, with SQLite. */
  folder: string;
  /** Where it is with PostgreSQL. */
  databaseUrl: string | undefined;
  /** What was logged as an error: a good test leaves it empty. */
  bugs: unknown[];
  now(): number;
  /** Lets fake time pass, and does what becomes due on the way. */
  elapse(ms: number): Promise<void>;
  /** Moves fake time on at once, as a machine's sleep does: the jobs that became due run afterwards. */
  skip(ms: number): void;
  /** Cuts every socket, as a dying network would. */
  cutStreams(): void;
  stop(): Promise<void>;
};

/** Enough for any test; one about limits brings the real ones. */
const plenty = { burst: 1_000_000, perSecond: 1_000_000 };
export const noLimits: Settings['limits'] = {
  create: plenty,
  guestMessage: plenty,
  guestTyping: plenty,
  guestList: plenty,
  guestUpgrade: plenty,
  agentMessage: plenty,
};

/** The real service on a real store in a temporary folder: only time is pretended, and nothing goes out. */
export async function startInProcessServer(options: InProcessServerOptions = {}): Promise<InProcessServer> {
  const fakeClock = options.time === 'real' ? undefined : createFakeServerClock(options.startAt);
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'porchlight-test-')));
  const engine = options.engine ?? (options.folder ? 'sqlite' : engineOfRun);
  const database = engine === 'postgres' ? await createMigratedDatabase() : undefined;
  if (!database && !options.folder) await placeMigratedStore(folder);
  const settings: Settings = { ...defaultSettings, limits: noLimits, ...options.settings };
  const bugs: unknown[] = [];
  const services = await openServices({
    folder,
    databaseUrl: database?.url,
    clock: fakeClock ?? systemClock,
    settings,
    bugs,
    hasOwnThread: options.hasOwnThread ?? false,
  });
  if (options.passwords) services.passwords = options.passwords;
  const seed = await openDemo({ demo: 'auto', isLoopback: true }, services.storage, services.clock.now(), hashCheaply);
  if (!seed) throw new Error('This folder holds something else than an earlier test');
  const app = createApp({
    services,
    sessions: createConsoleSessions(services),
    oidc: options.oidc && createOidcProvider(options.oidc),
    ...(options.demoToken !== undefined && {
      demo: { details: seed, shop: new Map(), gate: createDemoGate(options.demoToken, services) },
    }),
  });
  const server = createHttpServer(app, services);
  const streams = createStreamServer(services);
  streams.listen(server);
  const origin = await listen(server);
  // From now on, so that addresses are right also for requests that never saw the network.
  settings.publicUrl ??= origin;
  const ticker = await startScheduler(services);
  const appFetch: typeof globalThis.fetch = async (input, init) =>
    app.fetch(input instanceof Request ? new Request(input, init) : new Request(new URL(input, origin), init));

  async function elapse(ms: number): Promise<void> {
    if (!fakeClock) throw new Error('Real time passes by itself');
    for (let left = ms; left > 0; left -= stepMs) {
      fakeClock.jump(Math.min(left, stepMs));
      // The jump starts the due jobs by itself; this waits for their end.
      await ticker.runDueJobs();
    }
  }

  return {
    origin,
    fetch: appFetch,
    seed,
    agent: await signInAgent({ fetch: appFetch, client: seed.client }),
    services,
    folder,
    databaseUrl: database?.url,
    bugs,
    now: () => services.clock.now(),
    elapse,
    skip: (ms) => fakeClock?.jump(ms),
    cutStreams: streams.terminateAll,
    async stop() {
      ticker.stop();
      await withinLimit('the connections of a service to end', stopServing({ server, streams, drainMs: 0 }));
      await withinLimit('what was due in a service', ticker.runDueJobs());
      await withinLimit('the store of a service to close', services.storage.close());
      await database?.drop();
      if (!options.folder) await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Short enough that no socket misses its pings and nothing due waits long. */
const stepMs = 5_000;

async function openServices({
  folder,
  databaseUrl,
  clock,
  settings,
  bugs,
  hasOwnThread,
}: {
  folder: string;
  databaseUrl: string | undefined;
  clock: Clock;
  settings: Settings;
  bugs: unknown[];
  hasOwnThread: boolean;
}): Promise<Services> {
  const storage = await openStorage({
    dataFolder: folder,
    databaseUrl,
    ...(hasOwnThread ? {} : { startThread: startInThisThread }),
  });
  await storage.run('ensureSigningKey', { ...(await generateSigningKey()), now: clock.now() });
  const keys = () => storage.run('listSigningKeys', { now: clock.now() });
  return {
    storage,
    hub: createHub(),
    tokens: await createTokens({ keys, now: clock.now }),
    clock,
    limiter: createRateLimiter(clock),
    passwords: createCheapHashing(),
    settings,
    log: { info() {}, warn() {}, error: (details: unknown) => void bugs.push(details) },
  };
}

function listen(server: Server): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('Not listening on a port'));
      else resolve(`http://127.0.0.1:${address.port}`);
    });
  });
}
