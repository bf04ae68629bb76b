import { expect } from 'vitest';
import type { InProcessServer } from '../../testing/harness/in-process-server.ts';
import { newTab, openDesk, transcriptLines } from '../../testing/harness/open-desk.ts';
import { arrive, test } from '../../testing/harness/service-test.ts';
import { until } from '../../testing/harness/until.ts';

/** One agent, signed in once, in two tabs of one browser: the second opens when asked for. */
async function openFirst(server: InProcessServer, codes = ['Solved']) {
  const { organizationId } = server.seed;
  for (const name of codes) {
    await server.services.storage.run('createWrapupCode', { now: server.now(), organizationId, name });
  }
  const first = openDesk(server);
  await first.signIn();
  await until(() => first.store.directory.wrapupCodes.value.length === codes.length, 'the codes');
  const openSecond = async () => {
    const second = openDesk(server, newTab(first.tab));
    await second.store.check();
    await until(
      () => second.store.connection.value === 'open' && second.store.isListed.value,
      'the second desk is open',
    );
    return second;
  };
  return { first, openSecond };
}

test('a second tab has the chats that go on and those that are still to wrap up, with all that was said', async ({
  server,
}) => {
  const { first, openSecond } = await openFirst(server);
  const ada = await arrive(server, 'Ada');
  await first.accept('Ada');
  await arrive(server, 'Ben');
  const ben = await first.accept('Ben');
  await ada.say('All good now');
  await ada.leave();
  await first.shown('Ada', 'over');
  await first.store.actions.leave(ben);
  await arrive(server, 'Cleo');
  await first.accept('Cleo');

  const second = await openSecond();

  expect(
    second.store.chats.value.map(({ details: facts }) => `${facts.value.visitor.name} ${facts.value.state}`).sort(),
  ).toEqual(['Ada over', 'Ben over', 'Cleo active']);
  const found = await second.shown('Ada', 'over');
  await until(() => transcriptLines(found).join() === 'All good now', 'the last words');
});

test('what is wrapped up or closed in one tab leaves the other, and comes back in none', async ({ server }) => {
  const { first, openSecond } = await openFirst(server);
  for (const name of ['Ada', 'Ben']) {
    await arrive(server, name);
    await first.store.actions.end(await first.accept(name));
  }
  const second = await openSecond();
  await until(() => second.store.directory.wrapupCodes.value.length > 0, 'the codes');
  const [code] = second.store.directory.wrapupCodes.value;

  expect(await second.store.actions.wrapUp(await second.shown('Ada', 'over'), code?.id ?? '', 'Paid back')).toBe(true);
  await until(() => !first.find('Ada'), 'wrapped up in the other tab');
  expect(await first.store.actions.closeWithoutWrapUp(await first.shown('Ben', 'over'))).toBe(true);
  await until(() => !second.find('Ben'), 'closed in the other tab');

  for (const desk of [first, second, await openSecond()]) {
    desk.page.wake();
    await until(() => desk.store.chats.value.length === 0);
  }
});

test('a chat that cannot be put away says so, and stays with what was written', async ({ server }) => {
  const { first } = await openFirst(server);
  await arrive(server, 'Ada');
  const chat = await first.accept('Ada');
  await first.store.actions.end(chat);
  chat.saveDraft('wrapup', 'Asks for a ref');
  first.tab.cookies.clear();

  expect(await first.store.actions.closeWithoutWrapUp(chat)).toBe(false);
  await until(() => first.store.session.value.phase === 'signed-out');
  await first.signIn();

  expect((await first.shown('Ada', 'over')).readDraft('wrapup')).toBe('Asks for a ref');
});

test('where nothing is asked about a chat, leaving it puts it away for good', async ({ server }) => {
  const { first, openSecond } = await openFirst(server, []);
  await arrive(server, 'Ada');
  await first.store.actions.leave(await first.accept('Ada'));
  expect((await openSecond()).store.chats.value).toEqual([]);
});
