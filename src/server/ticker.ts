import { type Services, settle } from './services.ts';

/** Asks the store again and again what has become due. */
export interface Ticker {
  /** One look, now; never two at once. */
  tick(): Promise<void>;
  stop(): void;
}

/** Starts by giving every guest the grace to come back: this process knows of no sockets yet. */
export async function startTicker(services: Services): Promise<Ticker> {
  const { storage, clock, settings, log } = services;
  let running: Promise<void> | undefined;

  async function look(): Promise<void> {
    try {
      await settle(services, storage.run('runDue', { now: clock.now(), timing: settings.timing }));
    } catch (err) {
      // The next look tries again; what is due stays due.
      log.error({ err }, 'What is due could not be done');
    } finally {
      running = undefined;
    }
  }

  const tick = () => {
    running ??= look();
    return running;
  };

  await storage.run('startEveryGrace', { now: clock.now(), timing: settings.timing });
  const stop = clock.every(settings.tickMs, () => void tick());
  return { tick, stop };
}
