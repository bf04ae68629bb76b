import { type AddressInfo, isIPv6 } from 'node:net';
import { destination, type Logger } from 'pino';
import { ApiError } from './core/api-error.ts';
import { systemClock } from './core/clock.ts';
import { readConfig, type ServerConfig } from './core/config.ts';
import { createLog } from './core/log.ts';
import { createRateLimiter } from './core/rate-limiter.ts';
import { StartupError } from './core/startup-error.ts';
import type { PreparedDemo } from './demo.ts';
import { type RunningService, startService } from './start-service.ts';
import { describeDiskError } from './storage/engine/sqlite/disk-error.ts';

/** Supervisors kill a process that does not end within 30 seconds. */
const shutdownMs = 20_000;
try {
  await start();
} catch (thrown) {
  const why = describeStartupError(thrown);
  if (why === undefined) throw thrown;
  console.error(why);
  process.exit(1);
}

async function start(): Promise<void> {
  const config = readConfig(process.env);
  const log = createLog(destination({ fd: 2, sync: true }));
  const service = await startService({
    config,
    clock: systemClock,
    limiter: createRateLimiter(systemClock),
    log,
    crash: crashIfRestarted(),
    onFailure: () => process.exit(1),
  });
  if (!service.isBuilt) console.log('Widget and console are not built yet: npm run build makes them.');
  announce(config, service.address, service.demo);
  stopOnSignal(log, service.stop);
}

/** A sentence for the operator; undefined for a bug, which is thrown with its trace. */
function describeStartupError(thrown: unknown): string | undefined {
  if (thrown instanceof StartupError) return thrown.message;
  if (thrown instanceof ApiError) {
    return 'The store cannot be written: its disk may be full, or its database not answer. The lines above say more.';
  }
  const problem = describeDiskError(thrown);
  return problem && `A file of the data folder cannot be read or written: ${problem}.`;
}

/** Only under `scripts/start.mjs`, which restarts the service. */
function crashIfRestarted(): (() => void) | undefined {
  return process.env.PORCHLIGHT_RESTARTS === 'yes' ? () => process.exit(75) : undefined;
}

function announce(
  { host, dataFolder, databaseUrl, publicUrl }: ServerConfig,
  { port }: AddressInfo,
  demo: PreparedDemo | undefined,
) {
  const origin = publicUrl ?? `http://${isIPv6(host) ? `[${host}]` : host}:${port}`;
  const place = databaseUrl === undefined ? dataFolder : describeDatabase(databaseUrl);
  console.log(`Porchlight is running and keeps everything in ${place}.`);
  const key = demo ? `?demo=${demo.token}` : '';
  if (demo) {
    const { agent, administrator } = demo.details;
    console.log(`The agent in the demo signs in as ${agent.email} with the password ${agent.password}`);
    if (administrator) {
      console.log(`and the administrator as ${administrator.email} with the password ${administrator.password}`);
    }
    console.log(`  Demo page  ${origin}/${key}`);
    console.log(`  Playground ${origin}/playground/${key}`);
  }
  console.log(`  Console    ${origin}/console/${key}`);
  if (demo) console.log('Whoever has one of these addresses can use the demo’s accounts.');
}

/** The database's address without user and password. */
function describeDatabase(databaseUrl: string): string {
  const { host, pathname } = new URL(databaseUrl);
  return `PostgreSQL at ${host}${pathname}`;
}

/**
 * Stops the service in order on SIGTERM or SIGINT. One Ctrl-C may arrive twice, from the terminal and from the parent
 * process, so a further signal changes nothing.
 */
function stopOnSignal(log: Logger, end: RunningService['stop']): void {
  let isEnding = false;
  let waitedFor = '';
  const onSignal = () => {
    if (isEnding) return;
    isEnding = true;
    setTimeout(() => {
      log.error({ waitedFor }, 'The service could not end in order');
      process.exit(1);
    }, shutdownMs).unref();
    void end((what) => {
      waitedFor = what;
    }).then(() => process.exit(0));
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
}
