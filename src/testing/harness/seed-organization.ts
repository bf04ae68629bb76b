import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import { WebChatDeploymentChange } from '../../protocol/schema/deployment.ts';
import { hashSecret, randomSecret } from '../../server/auth/passwords.ts';
import { allPermissions } from '../../server/domain/permissions.ts';
import type { Services } from '../../server/services/services.ts';
import type { DemoDetails } from '../../server/storage/operations/demo.ts';
import type { Result } from '../../server/storage/unit-of-work.ts';
import { hashCheaply } from './hash-cheaply.ts';

/** One for all: these people live for a test. */
const password = 'only for the tests';

/**
 * Gives a function that adds one more organization to the store, with all that the demo has: tests that share a
 * service never meet.
 */
export async function organizationSeeder(services: Services): Promise<() => Promise<Required<DemoDetails>>> {
  const { storage, clock, settings } = services;
  const passwordHash = await hashCheaply(password);

  return async () => {
    const now = clock.now();
    const name = randomUUID();
    const organization = decided(await storage.run('createOrganization', { name, now }));
    const own = { organization, now };
    const agent = { email: `robin@${name}.example`, password };
    const administrator = { email: `kim@${name}.example`, password };
    const person = { ...own, passwordHash, capacity: 4, queues: [] };
    const userId = decided(
      await storage.run('createUser', { ...person, name: 'Robin Ahlberg', email: agent.email, role: 'agent' }),
    );
    await storage.run('createUser', {
      ...person,
      name: 'Kim Haddad',
      email: administrator.email,
      role: 'administrator',
    });
    const queue = 'Support';
    const members = [agent.email, administrator.email];
    decided(await storage.run('createQueue', { ...own, name: queue, members }));
    await storage.run('setOnQueue', { now, timing: settings.timing, userId, isOnQueue: true });
    const change = v.parse(WebChatDeploymentChange, { name: 'Demo shop' });
    const most = settings.maxDeployments;
    const { id: deploymentId } = decided(
      await storage.run('createDeployment', { organizationId: organization, change, now, most }),
    );
    const secret = randomSecret();
    const id = decided(
      await storage.run('createOAuthClient', {
        ...own,
        name: 'Demo client',
        secretHash: hashSecret(secret),
        email: agent.email,
        permissions: allPermissions,
      }),
    );
    await storage.run('addDemoPhrases', { now, organizationId: organization, ...phrases });
    const tests = await storage.run('ensureTestDeployments', { organizationId: organization, now });
    return {
      organizationId: organization,
      deploymentId,
      queue,
      agent,
      administrator,
      client: { id, secret },
      testDeployments: Object.fromEntries(tests.map(({ behaviour, id }) => [behaviour, id])),
    };
  };
}

const phrases = {
  replies: [
    { shortcut: 'hello', body: 'Hello {name}, this is {agent}. How can I help?' },
    { shortcut: 'hours', body: 'We are here on weekdays from nine to six.' },
    { shortcut: 'look', body: 'One moment please, I am looking it up.' },
  ],
  wrapupCodes: ['Answered', 'Order', 'Complaint'],
};

function decided<Value>(outcome: Result<Value>): Value {
  if ('rejection' in outcome) throw new Error(`The store refused: ${outcome.rejection.message}`);
  return outcome.value;
}
