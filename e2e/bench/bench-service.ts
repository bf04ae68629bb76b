import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { openDemo } from '../../src/server/demo.ts';
import { openStorage } from '../../src/server/storage/open-storage.ts';
import type { DemoDetails } from '../../src/server/storage/operations/demo.ts';
import { freePort } from '../support/porchlight-service.ts';
import type { Engine } from './engines.ts';

const main = fileURLToPath(new URL('../../src/server/main.ts', import.meta.url));
const plenty = ['create', 'message', 'typing', 'list', 'upgrade', 'agent-message']
  .map((name) => `${name}=100000+100000/s`)
  .join(' ');

/** The real service as a process of its own on one engine, seeded as the demo is, without limits. */
export class BenchService {
  readonly origin: string;
  readonly seed: DemoDetails;
  readonly #child: ChildProcess;

  private constructor(origin: string, seed: DemoDetails, child: ChildProcess) {
    this.origin = origin;
    this.seed = seed;
    this.#child = child;
  }

  /** Starts on an empty engine. */
  static async start(engine: Engine): Promise<BenchService> {
    const storage = await openStorage({ dataFolder: engine.dataFolder, databaseUrl: engine.databaseUrl });
    const seed = await openDemo({ demo: 'auto', isLoopback: true }, storage, Date.now());
    await storage.close();
    if (seed === undefined) throw new Error('the store was not empty');
    return BenchService.run(engine, seed);
  }

  /** Starts on the data of an earlier service. */
  static async run({ dataFolder, databaseUrl, nodeArgs }: Engine, seed: DemoDetails): Promise<BenchService> {
    const port = await freePort();
    const child = spawn(process.execPath, [...nodeArgs, main], {
      env: {
        ...process.env,
        ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
        PORT: String(port),
        PORCHLIGHT_DATA: dataFolder,
        PORCHLIGHT_LIMITS: plenty,
      },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const origin = `http://127.0.0.1:${port}`;
    while (!(await isReady(origin))) if (child.exitCode !== null) throw new Error('the service did not start');
    return new BenchService(origin, seed, child);
  }

  /** Bytes of memory the process holds. */
  async residentBytes(): Promise<number> {
    const status = await readFile(`/proc/${this.#child.pid}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) * 1024;
  }

  async stop(): Promise<void> {
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await ended;
  }
}

async function isReady(origin: string): Promise<boolean> {
  try {
    return (await fetch(`${origin}/readyz`)).ok;
  } catch {
    // The service does not listen yet.
    return new Promise((resolve) => setTimeout(() => resolve(false), 50));
  }
}
