import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

export type DemoConfig = {
  organizationId: string;
  deploymentId: string;
  queue: string;
  agent: { email: string; password: string };
  administrator?: { email: string; password: string };
  client: { id: string; secret: string };
  testDeployments?: Record<string, string>;
};

/** The real service as its own process on a free port, in demo mode on a data folder of its own. */
export class PorchlightService {
  readonly dataFolder: string;
  readonly port: number;
  /** Where it was seeded with, outside demo mode. */
  facts: DemoConfig | undefined;
  readonly #env: Record<string, string>;
  #child: ChildProcess | undefined;

  private constructor(dataFolder: string, port: number, env: Record<string, string>) {
    this.dataFolder = dataFolder;
    this.port = port;
    this.#env = env;
  }

  static async start(env: Record<string, string> = {}): Promise<PorchlightService> {
    const dataFolder = await mkdtemp(path.join(tmpdir(), 'porchlight-e2e-'));
    const service = new PorchlightService(dataFolder, await freePort(), env);
    await service.startAgain();
    return service;
  }

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async startAgain(): Promise<void> {
    this.#child = spawn(process.execPath, ['src/server/main.ts'], {
      cwd: root,
      env: { ...process.env, ...this.#env, PORT: String(this.port), PORCHLIGHT_DATA: this.dataFolder },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const deadline = Date.now() + 60_000;
    while (!(await this.#isReady())) {
      if (this.#child.exitCode !== null) throw new Error(`the service ended with ${this.#child.exitCode}`);
      if (Date.now() > deadline) throw new Error('the service did not become ready');
      await pause(50);
    }
  }

  async demo(): Promise<DemoConfig> {
    if (this.facts) return this.facts;
    const headers = { 'Demo-Token': await this.demoToken() };
    return (await (await fetch(`${this.origin}/demo/config.json`, { headers })).json()) as DemoConfig;
  }

  /** What opens the demo's playground and secrets: `?demo=…` in an address, or the header `Demo-Token`. */
  async demoToken(): Promise<string> {
    return (await readFile(path.join(this.dataFolder, 'demo-token'), 'utf8')).trim();
  }

  /** As a power cut would: no signal handler runs. */
  async killHard(): Promise<void> {
    await this.#end('SIGKILL');
  }

  async stop(): Promise<void> {
    await this.#end('SIGKILL');
    await rm(this.dataFolder, { recursive: true, force: true });
  }

  async #isReady(): Promise<boolean> {
    try {
      return (await fetch(`${this.origin}/readyz`)).ok;
    } catch {
      // Nobody listens yet: that is what we wait for.
      return false;
    }
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (!child || child.exitCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }
}

export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('no port to be had');
  return address.port;
}
