import { randomUUID } from 'node:crypto';
import { hashPassword, hashSecret, randomSecret } from './auth/passwords.ts';
import { readOrCreateToken } from './auth/token-file.ts';
import type { ServerConfig } from './core/config.ts';
import { StartupError } from './core/startup-error.ts';
import { allPermissions } from './domain/permissions.ts';
import type { Services } from './services/services.ts';
import type { DemoDetails, DemoSeed } from './storage/operations/demo.ts';
import type { Storage } from './storage/storage.ts';

/** What the demo's pages show, and the token that opens them. */
export type PreparedDemo = { details: DemoDetails; token: string };

/**
 * Prepares everything that demo mode shows; undefined where it is off. Throws StartupError for a public service on a
 * store that holds the demo's accounts.
 */
export async function prepareDemo(
  config: ServerConfig,
  { storage, clock, log }: Pick<Services, 'storage' | 'clock' | 'log'>,
): Promise<PreparedDemo | undefined> {
  if ((await checkDemoAccounts(config, storage)) && config.demo === 'off') {
    log.warn('The demo is off, but its accounts are in this store: npm run admin -- remove demo removes them');
  }
  const seeded = await openDemo(config, storage, clock.now());
  if (!seeded) return undefined;
  const staffed = await withAdministrator(seeded, storage, clock.now());
  const details = await withTestDeployments(staffed, storage, clock.now());
  return { details: details, token: readOrCreateToken(config.dataFolder, 'demo-token') };
}

/**
 * Reads or seeds the demo's organization. Undefined where there is no demo, which needs a service on loopback and a store
 * that is empty or was seeded by the demo before.
 */
export async function openDemo(
  { demo, isLoopback }: Pick<ServerConfig, 'demo' | 'isLoopback'>,
  storage: Storage,
  now: number,
  hash: (password: string) => Promise<string> = hashPassword,
): Promise<DemoDetails | undefined> {
  if (demo === 'off' || !isLoopback) return undefined;
  const found = await storage.run('findDemo', undefined);
  if (found === 'used') return undefined;
  if (found !== 'empty') return found;
  const seed = await createSeed(now, hash);
  await storage.run('seedDemo', seed);
  return seed.details;
}

/**
 * Whether the store holds the demo's accounts. Throws StartupError where it does and the service is public, also with
 * the demo turned off.
 */
export async function checkDemoAccounts(
  { isPublic }: Pick<ServerConfig, 'isPublic'>,
  storage: Storage,
): Promise<boolean> {
  const found = await storage.run('findDemo', undefined);
  if (found === 'empty' || found === 'used') return false;
  if (!isPublic) return true;
  throw new StartupError(
    'This store holds the accounts of the demo, whose passwords were shown, and the settings make the service public. ' +
      'Remove them with: npm run admin -- remove demo',
  );
}

/** Adds an administrator with canned replies and wrap-up codes, also to a demo that was seeded without one. */
export async function withAdministrator(demo: DemoDetails, storage: Storage, now: number): Promise<DemoDetails> {
  if (demo.administrator) return demo;
  const administrator = { email: 'kim@demo.porchlight.example', password: randomSecret().slice(0, 16) };
  const details = { ...demo, administrator };
  const person = { name: 'Kim Haddad', email: administrator.email, userId: randomUUID() };
  const passwordHash = await hashPassword(administrator.password);
  const isAdded = await storage.run('addDemoAdministrator', { now, details, ...person, passwordHash });
  if (!isAdded) return demo;
  await storage.run('addDemoPhrases', { now, organizationId: demo.organizationId, replies, wrapupCodes });
  return details;
}

const replies = [
  { shortcut: 'hello', body: 'Hello {name}, this is {agent}. How can I help?' },
  { shortcut: 'hours', body: 'We are here on weekdays from nine to six.' },
  { shortcut: 'look', body: 'One moment please, I am looking it up.' },
];
const wrapupCodes = ['Answered', 'Order', 'Complaint'];

/** Adds the test deployments. */
export async function withTestDeployments(demo: DemoDetails, storage: Storage, now: number): Promise<DemoDetails> {
  const all = await storage.run('ensureTestDeployments', { organizationId: demo.organizationId, now });
  return { ...demo, testDeployments: Object.fromEntries(all.map(({ behaviour, id }) => [behaviour, id])) };
}

async function createSeed(now: number, hash: (password: string) => Promise<string>): Promise<DemoSeed> {
  const details: DemoDetails = {
    organizationId: randomUUID(),
    deploymentId: randomUUID(),
    queue: 'Support',
    agent: { email: 'robin@demo.porchlight.example', password: randomSecret().slice(0, 16) },
    client: { id: randomUUID(), secret: randomSecret() },
  };
  return {
    now,
    details,
    agentName: 'Robin Ahlberg',
    userId: randomUUID(),
    queueId: randomUUID(),
    passwordHash: await hash(details.agent.password),
    secretHash: hashSecret(details.client.secret),
    permissions: allPermissions,
  };
}
