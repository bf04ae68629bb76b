import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addAgent } from '../../testing/harness/admin-seed.ts';
import { type Holder, holdEveryWayIn, opens, performEnding, probes } from '../../testing/harness/all-ways-in.ts';
import { consoleVisitor, signInToConsole } from '../../testing/harness/console-visitor.ts';
import { type InProcessServer, startInProcessServer } from '../../testing/harness/in-process-server.ts';
import { signInAgent, type TestAgent } from '../../testing/harness/test-agent.ts';
import { openSocket } from '../../testing/harness/test-guest.ts';
import { engines } from '../../testing/harness/test-store.ts';
import { allPermissions } from '../domain/permissions.ts';
import type { OperationName } from '../storage/storage.ts';
import { type Ending, effectOf, endings, type WayIn, waysIn } from './ways-in.ts';

const password = 'correct horse battery';
/** Longer than a socket looks again for what another process has ended. */
const noticedMs = 6_000;

describe.each(engines)('on %s', (engine) => {
  let server: InProcessServer;
  let administrator: TestAgent;
  const tried = new Set<string>();
  beforeAll(async () => {
    server = await startInProcessServer({ engine });
    administrator = await addAgent(server, { name: 'Bo', permissions: allPermissions, capacity: 0, isOnQueue: false });
  });
  afterAll(async () => {
    expect(server.bugs).toEqual([]);
    await server.stop();
  });

  async function hold(): Promise<Holder> {
    // Past every limit on guesses.
    server.skip(10 * 60_000);
    return holdEveryWayIn(server, administrator);
  }

  test.each(endings)(
    '%s: ends what the table says, and nothing else [S3]',
    async (ending) => {
      const holder = await hold();

      await performEnding(ending, holder);
      await server.elapse(noticedMs);

      const found: Partial<Record<WayIn, string>> = {};
      for (const way of Object.keys(probes) as WayIn[]) {
        found[way] = await probes[way](ofEnding(ending, holder));
        tried.add(`${ending} ${way}`);
      }
      expect(found).toEqual(Object.fromEntries(waysIn.map((way) => [way, effectOf(ending, way)])));
      holder.stop();
      if (ending === 'key rotated at once') {
        administrator = await addAgent(server, {
          name: 'Bo',
          permissions: allPermissions,
          capacity: 0,
          isOnQueue: false,
        });
      }
    },
    60_000,
  );

  test('no pair of the table was left out', () => {
    expect(tried.size).toBe(endings.length * waysIn.length);
  });

  /** Does it right after an operation of what is under way. */
  function interrupt(at: OperationName, when: 'before' | 'after', what: () => Promise<void>): () => boolean {
    const { storage } = server.services;
    const { run } = storage;
    let isDone = false;
    storage.run = (name, args) => {
      if (name !== at) return run(name, args);
      isDone = true;
      storage.run = run;
      if (when === 'before') return what().then(() => run(name, args));
      return run(name, args).then((value) => what().then(() => value));
    };
    return () => isDone;
  }

  const endSignIn: Ending[] = [
    'person removed',
    'person removed by command',
    'password reset by command',
    'invitation accepted',
    'signed out everywhere',
  ];

  test.each(
    endSignIn.flatMap((ending) =>
      (['findUserByEmail', 'forgetSignInGuesses', 'openConsoleSession'] as const).map((at) => [ending, at] as const),
    ),
  )('%s while somebody signs in, after %s: no session is left [S4]', async (ending, at) => {
    const holder = await hold();
    const wasDone = interrupt(at, 'after', () => performEnding(ending, holder));

    const desk = await signInToConsole(server, { email: holder.person.email, password });

    expect(wasDone()).toBe(true);
    expect(desk && (await desk.call('GET', '/api/v2/console/session')).status).not.toBe(200);
    holder.stop();
  });

  test.each(['person removed', 'password reset by command', 'signed out', 'signed out everywhere'] as const)(
    '%s while a channel of the console is opened leaves none',
    async (ending) => {
      for (const [at, when] of [
        ['createChannel', 'before'],
        ['createChannel', 'after'],
        ['issueTicket', 'after'],
      ] as const) {
        const holder = await hold();
        const wasDone = interrupt(at, when, () => performEnding(ending, holder));
        const opened = await consoleVisitor(server, holder.desk.cookie)
          .openChannel()
          .catch(() => undefined);
        expect(wasDone()).toBe(true);
        expect(opened && (await opens(opened.connectUri, server.origin))).not.toBe(true);
        holder.stop();
      }
      const holder = await hold();
      interrupt('openChannel', 'after', () => performEnding(ending, holder));
      const socket = await openSocket(holder.ticket, { origin: server.origin });
      expect((await socket.closed).code).toBe(4101);
      holder.stop();
    },
    60_000,
  );

  test.each(['person removed', 'client removed', 'client secret renewed', 'client given to somebody else'] as const)(
    '%s while a program takes a token or opens a channel leaves neither',
    async (ending) => {
      for (const [at, when] of [
        ['findOAuthClient', 'after'],
        ['listSigningKeys', 'after'],
      ] as const) {
        const holder = await hold();
        const wasDone = interrupt(at, when, () => performEnding(ending, holder));
        const late = await signInAgent({ fetch: server.fetch, client: holder.person.client }).catch(() => undefined);
        expect(wasDone()).toBe(true);
        expect(late).toBeUndefined();
        holder.stop();
      }
      for (const when of ['before', 'after'] as const) {
        const holder = await hold();
        interrupt('createChannel', when, () => performEnding(ending, holder));
        const { body, status } = await holder.program.call('POST', '/api/v2/notifications/channels');
        const { connectUri } = body as { connectUri: string };
        expect(status === 200 && (await opens(connectUri))).toBe(false);
        holder.stop();
      }
    },
    60_000,
  );

  test('a person who is removed while they accept an invitation has no password', async () => {
    const holder = await hold();
    interrupt('acceptInvite', 'before', () => performEnding('person removed', holder));

    expect(await probes.invitation(holder)).toBe('ends');
    expect(await probes.password(holder)).toBe('ends');
    holder.stop();
  });

  test.each(['person removed', 'signed out everywhere', 'role taken by the provider'] as const)(
    '%s while somebody comes in by the provider: no session is left',
    async (ending) => {
      const holder = await hold();
      const signIn = await holder.providerSignIn();
      await performEnding(ending, holder);

      if (signIn.as !== 'somebody') throw new Error('The provider lets nobody in');
      const wanted = { ...signIn, idHash: 'late', now: server.now(), expiresAt: server.now() + 1000 };
      expect(await server.services.storage.run('openConsoleSession', wanted)).toBeUndefined();
      holder.stop();
    },
  );
});

/** Where the role was removed, the provider's claims no longer have it. */
function ofEnding(ending: Ending, holder: Holder): Holder {
  if (ending !== 'role taken by the provider') return holder;
  return { ...holder, providerSignIn: async () => ({ as: 'nobody', because: 'no-role' }) };
}
