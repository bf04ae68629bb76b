import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DemoDetails } from '../../server/storage/operations/demo.ts';
import { controlPath } from './control-server.ts';
import { withinLimit } from './within-limit.ts';

export type SpawnedService = {
  origin: string;
  port: number;
  /** Lets time pass in the service, and does what becomes due on the way; gives its time then. */
  advance(ms: number): Promise<number>;
  /** Lets time pass at once, as if the machine had slept; gives the time then. */
  sleep(ms: number): Promise<number>;
  /** An organization of one's own, with all that the demo has, and nothing spent of any limit. */
  organization(): Promise<Required<DemoDetails>>;
  /** As a power cut would: no signal handler runs. */
  kill(): Promise<void>;
};

type Ready = { port: number; controlPort: number };

const main = fileURLToPath(new URL('./service-main.ts', import.meta.url));
const root = fileURLToPath(new URL('../../..', import.meta.url));
const startMs = 60_000;

/** The real service as a process of its own, with a clock that moves; it ends with the process that started it. */
export async function spawnService(env: Record<string, string>): Promise<SpawnedService> {
  const child = spawn(process.execPath, [main], {
    cwd: root,
    // Compiled once for all that are started.
    env: { NODE_COMPILE_CACHE: join(tmpdir(), 'porchlight-compiled'), ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const { port, controlPort } = await ready(child);

  async function order(name: string, given: object): Promise<unknown> {
    const body = JSON.stringify(given);
    const answer = await fetch(`http://127.0.0.1:${controlPort}${controlPath}${name}`, { method: 'POST', body });
    if (!answer.ok) throw new Error(`${name}: ${await answer.text()}`);
    return answer.json();
  }

  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    advance: async (ms) => ((await order('advance', { ms })) as { now: number }).now,
    sleep: async (ms) => ((await order('sleep', { ms })) as { now: number }).now,
    organization: async () => (await order('organization', {})) as Required<DemoDetails>,
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await withinLimit('the killed service to end', ended);
    },
  };
}

async function ready(child: ChildProcess): Promise<Ready> {
  const readyMessage = new Promise<Ready>((resolve, reject) => {
    child.once('message', (message) => resolve(message as Ready));
    child.once('exit', (code) => reject(new Error(`The service ended with ${code}`)));
  });
  try {
    return await withinLimit('the service to become ready', readyMessage, startMs);
  } catch (thrown) {
    child.kill('SIGKILL');
    throw thrown;
  }
}
