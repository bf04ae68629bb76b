import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addProgram } from '../testing/harness/admin-seed.ts';
import { type InProcessServer, startInProcessServer } from '../testing/harness/in-process-server.ts';
import { createGuest } from '../testing/harness/test-guest.ts';
import { until } from '../testing/harness/until.ts';
import { withinLimit } from '../testing/harness/within-limit.ts';

const program = join(import.meta.dirname, '../../examples/bot/bot.mjs');

let server: InProcessServer;
/** The same server, and the queue where the bot sits. */
let atBot: InProcessServer;
let bot: ChildProcess;
let texts = '';
beforeAll(async () => {
  server = await startInProcessServer({ time: 'real' });
  atBot = { ...server, seed: { ...server.seed, queue: 'Bot' } };
  const { client } = await addProgram(atBot, { name: 'Robby', isOnQueue: false });
  bot = spawn(process.execPath, [program], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PORCHLIGHT_URL: server.origin,
      PORCHLIGHT_CLIENT_ID: client.id,
      PORCHLIGHT_CLIENT_SECRET: client.secret,
      PORCHLIGHT_QUEUE_OF_PEOPLE: (await queueIdOf(server.seed.queue)) ?? '',
    },
  });
  bot.stdout?.on('data', (text) => {
    texts += text;
  });
  bot.stderr?.on('data', (text) => {
    texts += text;
  });
  await until(() => texts.includes('Robby listens'), 'the bot listening');
});
afterAll(async () => {
  const ended = new Promise((resolve) => bot.once('exit', resolve));
  bot.kill('SIGTERM');
  if (bot.exitCode === null) await withinLimit('the bot to end', ended);
  await server.stop();
});

async function queueIdOf(name: string): Promise<string | undefined> {
  const { queues } = await server.services.storage.run('listAccounts', undefined);
  return queues.find((queue) => queue.name === name)?.id;
}

test('the bot of the examples answers, chats, and transfers to people, who read the whole chat', async () => {
  const guest = await createGuest(atBot);
  const socket = await guest.attach();
  await until(() => socket.received.some((what) => what.startsWith('message Hello! I am a bot.')), 'its greeting');

  await guest.say('When are you open?');
  await until(() => socket.received.some((what) => what.includes('from 9 to 17')), 'its answer');
  expect(socket.received).toContain('typing');
  await guest.say('May I talk to a person?');
  await socket.waitFor('message I am fetching somebody for you.');

  await until(async () => (await server.agent.chats()).some(({ id }) => id === guest.id), 'the offer to a person');
  await server.agent.accept(guest.id);
  await server.agent.say(guest.id, 'Robin here');
  await socket.waitFor('message Robin here');
  const bodies = (await server.agent.messages(guest.id)).map(({ body }) => body);
  expect(bodies).toContain('When are you open?');
  expect(texts).toBe('Robby listens\n');
});

test('the bot goes off queue when it stops', async () => {
  bot.kill('SIGTERM');
  await new Promise((resolve) => bot.once('exit', resolve));

  const guest = await createGuest(atBot);
  await guest.attach();

  const members = (await guest.call('GET', '/members')).body as { entities: { role: string }[] };
  expect(members.entities.map(({ role }) => role)).not.toContain('AGENT');
});
