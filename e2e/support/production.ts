import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { SpawnedService } from '../../src/testing/harness/spawn-service.ts';
import { withinLimit } from '../../src/testing/harness/within-limit.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const startMs = 60_000;

/** The service as `npm start` runs it, with the time of the system. */
export async function spawnProduction(env: Record<string, string>, port: number): Promise<SpawnedService> {
  const child = spawn(process.execPath, ['src/server/main.ts'], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const origin = `http://127.0.0.1:${port}`;
  const deadline = Date.now() + startMs;
  while (!(await isReady(origin))) {
    if (child.exitCode !== null) throw new Error(`The service ended with ${child.exitCode}`);
    if (Date.now() > deadline) throw new Error('The service did not become ready');
    await pause(50);
  }
  const never = async () => {
    throw new Error('Real time passes by itself');
  };
  return {
    origin,
    port,
    advance: never,
    sleep: never,
    organization: never,
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await withinLimit('the killed service to end', ended);
    },
  };
}

async function isReady(origin: string): Promise<boolean> {
  try {
    return (await fetch(`${origin}/readyz`, { signal: AbortSignal.timeout(startMs) })).ok;
  } catch {
    // Nothing listens yet: that is what is waited for.
    return false;
  }
}
