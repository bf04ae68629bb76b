import type { Services } from '../services/services.ts';
import { createDueJobs } from './due-jobs.ts';
import { createExpiry } from './expiry.ts';
import { createSearchIndexing } from './search-indexing.ts';
import { createTestAgents } from './test-agents.ts';

/** Runs the service's jobs at a fixed interval. */
export interface Scheduler {
  /** Runs every job once, now; never two runs at the same time. */
  runDueJobs(): Promise<void>;
  stop(): void;
}

/** After a gap this long between two runs the machine has slept, and no guest could write or reconnect meanwhile. */
const sleptMs = 30_000;

/** Starts by giving every guest the time to reconnect, since this process has no sockets yet. */
export async function startScheduler(services: Services): Promise<Scheduler> {
  const { storage, clock, settings, log } = services;
  const dueJobs = createDueJobs(services);
  const expiry = createExpiry(services);
  const testAgents = createTestAgents(services);
  const indexing = createSearchIndexing(services);
  let running: Promise<void> | undefined;
  let ranAt = clock.now();

  async function runOnce(): Promise<void> {
    const now = clock.now();
    const hasSlept = now - ranAt > sleptMs;
    try {
      if (hasSlept) await storage.run('extendDeadlines', { now, timing: settings.timing });
      if (now < ranAt) await storage.run('limitDeadlines', { now, timing: settings.timing });
      ranAt = now;
      await dueJobs.runAll();
      await testAgents.run();
      await expiry.run();
    } catch (err) {
      // The next run tries again; what is due stays due.
      log.error({ err }, 'What is due could not be done');
    } finally {
      running = undefined;
    }
  }

  const runDueJobs = async () => {
    running ??= runOnce();
    // In parallel, so that routing does not wait for indexing.
    await Promise.all([running, indexing.run()]);
  };

  await storage.run('startAllReconnectGraces', { now: ranAt, timing: settings.timing });
  await storage.run('limitDeadlines', { now: ranAt, timing: settings.timing });
  const stop = clock.every(settings.dueJobsEveryMs, () => void runDueJobs());
  return { runDueJobs: runDueJobs, stop };
}
