// @vitest-environment happy-dom
import { virtual } from '@guidepup/virtual-screen-reader';
import { afterEach, expect, test } from 'vitest';
import { openStore, type StoreSetting } from '../../testing/harness/open-store.ts';
import { chooseLocale } from './choose-locale.ts';
import { readConfig } from './config.ts';
import { mountChat } from './mount.tsx';

afterEach(async () => {
  await virtual.stop();
  document.body.replaceChildren();
});

/** The widget as the loader hands it over, with a screen reader on the page. */
async function listen(setting: StoreSetting = {}) {
  const [element, launcher, panel, live] = ['div', 'button', 'div', 'div'].map((tag) => document.createElement(tag));
  if (!element || !(launcher instanceof HTMLButtonElement) || !panel || !live) throw new Error('nothing was drawn');
  panel.role = 'dialog';
  live.role = 'status';
  element.append(launcher, panel, live);
  document.body.append(element);
  const config = readConfig({ name: 'Mira' }, 'https://chat.example', chooseLocale('en', []));
  const opened = openStore({ guest: config.guest, ...setting });
  const handle = mountChat({
    options: { element, launcher, panel, live, settings: {}, origin: '', loadChunk: () => Promise.reject() },
    store: opened.store,
    config,
    now: opened.clock.now,
    after: opened.clock.after,
    sound: { isMuted: () => false, setMuted: () => {} },
    preload: () => {},
    logError: () => {},
  });
  handle.update(config);
  await virtual.start({ container: document.body });
  const settle = async () => {
    await opened.clock.elapse(0);
    // The screen reader observes changes itself.
    await new Promise((resolve) => setTimeout(resolve));
  };
  /** The phrases that are announced while the action runs, without moving the reader. */
  const announced = async (happens: () => unknown) => {
    await settle();
    await virtual.clearSpokenPhraseLog();
    await happens();
    await settle();
    const phrases = await virtual.spokenPhraseLog();
    // A status is read as a whole, and this reader does so for each node of one change.
    return [...new Set(phrases.map((phrase) => phrase.replace(/^(polite|assertive): /, '')))];
  };
  return { ...opened, handle, settle, announced };
}

async function listenLive(setting?: StoreSetting) {
  const chat = await listen(setting);
  chat.handle.open();
  chat.store.start();
  await chat.settle();
  chat.service.join('a', 'agent', 'Ada Lovelace');
  await chat.settle();
  return chat;
}

test('a new message is announced once, with its sender', async () => {
  const { announced, service } = await listenLive();

  expect(await announced(() => service.say('a', 'Good evening'))).toEqual(['Ada Lovelace: Good evening']);
});

test('a new message is announced once while the panel is closed', async () => {
  const { announced, service, handle } = await listenLive();
  handle.close();

  expect(await announced(() => service.say('a', 'Are you there?'))).toEqual(['Ada Lovelace: Are you there?']);
});

test('the same text twice is announced twice', async () => {
  const { announced, service } = await listenLive();
  await announced(() => service.say('a', 'Yes'));

  expect(await announced(() => service.say('a', 'Yes'))).toEqual(['Ada Lovelace: Yes']);
});

test('the visitor’s own messages and their delivery are not announced', async () => {
  const { announced, store } = await listenLive();

  expect(await announced(() => store.send('My order is late'))).toEqual([]);
});

test('messages that came while the connection was lost are announced in one sentence', async () => {
  const { announced, service, clock } = await listenLive();
  service.disconnect();
  await clock.elapse(0);
  for (const body of ['one', 'two', 'three', 'four', 'five']) service.commit('a', body);

  const announcements = await announced(() => service.reconnect());

  expect(announcements.filter((phrase) => /one|two|three|four|five|unread/.test(phrase))).toEqual(['5 unread']);
});

test('a reload announces no earlier messages', async () => {
  const first = await listenLive();
  first.service.say('a', 'Said before');
  await first.settle();
  await virtual.stop();
  first.handle.dispose();
  document.body.replaceChildren();

  const second = await listen({ clock: first.clock, service: first.service, stored: first.stored });
  const announcements = await second.announced(async () => {
    second.store.start();
    await second.clock.elapse(0);
  });

  expect(announcements.join()).not.toContain('Said before');
});

test('a reload does not announce again what was not sent', async () => {
  const first = await listenLive();
  first.service.failNext('send', 'rejected');
  first.store.send('Lost on its way');
  await first.settle();
  await virtual.stop();
  first.handle.dispose();
  document.body.replaceChildren();

  const second = await listen({ clock: first.clock, service: first.service, stored: first.stored });
  const announcements = await second.announced(async () => {
    second.store.start();
    await second.clock.elapse(0);
  });

  expect(second.store.entries.value.map(({ delivery }) => delivery.state)).toContain('failed');
  expect([...announcements, document.body.lastElementChild?.lastElementChild?.textContent].join()).not.toContain(
    'Not sent',
  );
});

test('a new state is announced once, in one sentence', async () => {
  const { announced, service, clock } = await listenLive();

  const announcements = await announced(async () => {
    service.disconnect();
    await clock.elapse(20_000);
  });

  expect(announcements.filter((phrase) => phrase.includes('No connection'))).toEqual([
    'No connection. Your messages wait here.',
  ]);
});

test('typing is announced once, not for each key', async () => {
  const { announced, service, clock } = await listenLive();

  const announcements = await announced(async () => {
    for (let key = 0; key < 5; key++) {
      service.emit({ type: 'typing', senderId: 'a', at: 2_000_000 + key });
      await clock.elapse(2_000);
    }
  });

  expect(announcements).toEqual(['Ada Lovelace is typing']);
});

test('a request to share is announced with the agent’s name', async () => {
  const { announced, service } = await listenLive();

  expect(await announced(() => service.say('a', 'The agent asks to see your screen.', 'media-request'))).toEqual([
    'The agent asks to see your screen.',
  ]);
});

test('each message that is not sent is announced, also after another one', async () => {
  const { announced, service, store } = await listenLive();
  const refused = 'Not sent: it was refused.';

  for (const body of ['one', 'two']) {
    service.failNext(`send ${body}`, 'rejected');
    expect(await announced(() => store.send(body))).toEqual([`${refused} ${body}`]);
  }
  expect(await announced(() => store.retry(store.entries.value.at(-1)?.viewId ?? ''))).toEqual([]);
});

test('a whole chat as it is announced: states once, messages of others once, open or closed, and no own messages', async () => {
  const { announced, store, service, clock, handle } = await listen();
  handle.open();

  const announcements = await announced(async () => {
    store.send('My order is late');
    // Longer than the minutes of waiting are counted, which are only shown.
    await clock.elapse(150_000);
    service.join('a', 'agent', 'Ada Lovelace');
    await pause();
    service.emit({ type: 'typing', senderId: 'a', at: 2_000_000 });
    await pause();
    service.say('a', 'Let me look');
    await pause();
    store.send('Thank you');
    await pause();
    handle.close();
    service.say('a', 'It comes tomorrow');
    await pause();
    handle.open();
    await pause();
    store.end();
    await pause();
  });

  // The end is an alert, which this reader does not announce.
  expect(announcements).toEqual([
    'Starting…',
    'Waiting for someone to join',
    'Connected',
    'Ada Lovelace is typing',
    'Ada Lovelace: Let me look',
    'Ada Lovelace: It comes tomorrow',
  ]);

  async function pause() {
    await clock.elapse(0);
    await new Promise((resolve) => setTimeout(resolve));
  }
});

test('read from top to bottom, the transcript names sender, time and text, in order', async () => {
  const { store, service, settle } = await listenLive();
  store.send('My order is late');
  await settle();
  service.say('a', 'Let me look');
  await settle();

  const phrases: string[] = [];
  for (let step = 0; step < 80; step++) {
    await virtual.next();
    phrases.push(await virtual.lastSpokenPhrase());
  }
  const whole = phrases.join(' · ');

  const time = String.raw`\d{1,2}:\d{2}`;
  const you = `You · , · ${time}.{0,20}My order is late`;
  expect(whole).toMatch(new RegExp(`log, Messages.*${you}.*Ada Lovelace · , · ${time}.*Let me look.*end of log`, 's'));
  expect(whole).toMatch(/textbox, Message/);
});
