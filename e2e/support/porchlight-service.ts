import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type SpawnedService, spawnService } from '../../src/testing/harness/spawn-service.ts';
import { spawnProduction } from './production.ts';

export type DemoConfig = {
  organizationId: string;
  deploymentId: string;
  queue: string;
  agent: { email: string; password: string };
  administrator?: { email: string; password: string };
  client: { id: string; secret: string };
  testDeployments?: Record<string, string>;
};

/** `production` is what `npm start` runs; the others have a clock that moves. */
type Kind = 'own' | 'shared' | 'production';

/** The real service as its own process on a free port, in demo mode on a data folder of its own. */
export class PorchlightService {
  readonly dataFolder: string;
  readonly port: number;
  /** Where it was seeded with, outside demo mode. */
  details: DemoConfig | undefined;
  readonly #env: Record<string, string>;
  readonly #kind: Kind;
  #running: SpawnedService | undefined;

  private constructor(dataFolder: string, port: number, env: Record<string, string>, kind: Kind) {
    this.dataFolder = dataFolder;
    this.port = port;
    this.#env = env;
    this.#kind = kind;
  }

  static async start(env: Record<string, string> = {}, kind: Kind = 'own'): Promise<PorchlightService> {
    const dataFolder = await mkdtemp(path.join(tmpdir(), 'porchlight-e2e-'));
    const service = new PorchlightService(dataFolder, await freePort(), env, kind);
    await service.startAgain();
    return service;
  }

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async startAgain(): Promise<void> {
    const env = { ...this.#env, PORT: String(this.port), PORCHLIGHT_DATA: this.dataFolder };
    this.#running = await (this.#kind === 'production' ? spawnProduction(env, this.port) : spawnService(env));
  }

  /** The same service for a test that leaves nothing behind, in an organization of the test's own. */
  async share(): Promise<PorchlightService> {
    const shared = new PorchlightService(this.dataFolder, this.port, this.#env, 'shared');
    shared.#running = this.#process;
    shared.details = await this.#process.organization();
    return shared;
  }

  /** Lets time pass in the service alone; see `MovedTime` for it and its pages together. */
  async advance(ms: number): Promise<void> {
    this.#assertOwn();
    await this.#process.advance(ms);
  }

  async demo(): Promise<DemoConfig> {
    if (this.details) return this.details;
    const headers = { 'Demo-Token': await this.demoToken() };
    return (await (await fetch(`${this.origin}/demo/config.json`, { headers })).json()) as DemoConfig;
  }

  /** What opens the demo's playground and secrets: `?demo=…` in an address, or the header `Demo-Token`. */
  async demoToken(): Promise<string> {
    return (await readFile(path.join(this.dataFolder, 'demo-token'), 'utf8')).trim();
  }

  /** As a power cut would: no signal handler runs. */
  async killHard(): Promise<void> {
    this.#assertOwn();
    await this.#running?.kill();
    this.#running = undefined;
  }

  async stop(): Promise<void> {
    await this.killHard();
    await rm(this.dataFolder, { recursive: true, force: true });
  }

  #assertOwn(): void {
    if (this.#kind !== 'shared') return;
    throw new Error('This service is shared: test.use({ ownService: true }) gives one of its own');
  }

  get #process(): SpawnedService {
    if (!this.#running) throw new Error('The service does not run');
    return this.#running;
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
