import { destination } from 'pino';
import * as v from 'valibot';
import { readConfig } from '../../server/core/config.ts';
import { createLog } from '../../server/core/log.ts';
import { startService } from '../../server/start-service.ts';
import { watchPings } from './answered-pings.ts';
import { openControl } from './control-server.ts';
import { createMovableClock } from './movable-clock.ts';
import { createRenewableLimiter } from './renewable-limiter.ts';
import { organizationSeeder } from './seed-organization.ts';

/**
 * The service as `src/server/main.ts` starts it, from the same environment, with a clock that a control port on
 * loopback moves on. Says where both listen as its first message to its parent, and ends with it.
 */

/** Short enough that no socket misses its pings and nothing due waits long. */
const sliceMs = 5_000;
/** Real time for a browser to answer a ping; one that never does is let go as in production. */
const answerMs = 1_000;

const Time = v.object({ ms: v.pipe(v.number(), v.minValue(0)) });

const config = readConfig(process.env);
const clock = createMovableClock();
const limiter = createRenewableLimiter(clock);
const answeredPings = watchPings();
const service = await startService({
  config,
  clock,
  limiter,
  log: createLog(destination({ fd: 2, sync: true })),
  crash: undefined,
  onFailure: () => process.exit(1),
});
let seed: ReturnType<typeof organizationSeeder> | undefined;

const control = await openControl({
  /** Lets `ms` pass, and does what becomes due on the way. Gives the time it is then. */
  async advance(order) {
    // A run that has begun already would use the first slice.
    await service.runDueJobs();
    for (let left = v.parse(Time, order).ms; left > 0; left -= sliceMs) {
      clock.advance(Math.min(left, sliceMs));
      await service.runDueJobs();
      await answeredPings(answerMs);
    }
    return { now: clock.now() };
  },
  /** As a machine that slept: `ms` are gone at once, and what became due meanwhile is seen afterwards. */
  async sleep(order) {
    clock.advance(v.parse(Time, order).ms);
    await service.runDueJobs();
    return { now: clock.now() };
  },
  /** One more organization, with nothing spent of any limit. */
  async organization() {
    seed ??= organizationSeeder(service.services);
    limiter.renew();
    return (await seed)();
  },
});

process.on('disconnect', () => process.exit(0));
process.on('SIGTERM', async () => {
  control.close();
  await service.stop();
  process.exit(0);
});
process.send?.({ port: service.address.port, controlPort: control.port });
