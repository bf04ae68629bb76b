import { signal } from '@preact/signals';
import { expect, test } from 'vitest';
import { createFakeClock } from '../../testing/fakes/clock.ts';
import { createFakeNotifier } from '../../testing/fakes/notifier.ts';
import type { AgentChatStore } from '../chats/agent-chat-store.ts';
import { createAlerts } from './alerts.ts';

const offer = (name: string) =>
  ({ id: name, details: signal({ participantId: `leg ${name}`, visitor: { name } }) }) as unknown as AgentChatStore;

async function open() {
  const notifier = createFakeNotifier();
  const clock = createFakeClock();
  const offers = signal<readonly AgentChatStore[]>([]);
  const [isVisible, isMuted] = [signal(true), signal(false)];
  const alerts = createAlerts({ notifier: notifier, clock, offers, isVisible, isMuted, onPressed() {} });
  notifier.touch();
  await alerts.askForNotices();
  return {
    alerts,
    notifier,
    clock,
    offers,
    isVisible,
    isMuted,
    titles: () => notifier.shown().map(({ title }) => title),
  };
}

test('the tone of an offer is repeated while the page has no focus, and plays once while it has', async () => {
  const { notifier, clock, offers } = await open();
  notifier.state.isFocused = false;

  offers.value = [offer('Ada')];
  await clock.elapse(16_000);
  expect(notifier.state.rang).toBe(3);
  notifier.state.isFocused = true;
  await clock.elapse(16_000);
  expect(notifier.state.rang).toBe(3);
  notifier.state.isFocused = false;
  await clock.elapse(8_000);
  expect(notifier.state.rang).toBe(4);

  offers.value = [];
  await clock.elapse(60_000);
  expect([notifier.state.rang, clock.pending]).toEqual([4, 0]);
});

test('a page without focus shows one notification for each offer, which goes with it', async () => {
  const { notifier, offers, titles } = await open();
  const [ada, ben, cleo] = [offer('Ada'), offer('Ben'), offer('Cleo')];

  offers.value = [ada];
  expect(titles()).toEqual([]);
  notifier.state.isFocused = false;
  offers.value = [ada, ben];
  offers.value = [ada, ben, cleo];
  expect(titles()).toEqual(['New chat: Ben is waiting.', 'New chat: Cleo is waiting.']);
  offers.value = [ada, cleo];

  expect(titles()).toEqual(['New chat: Cleo is waiting.']);
});

test('stopping the alerts leaves none of them', async () => {
  const { alerts, notifier, clock, offers, isVisible, titles } = await open();
  notifier.state.isFocused = false;
  isVisible.value = false;
  offers.value = [offer('Ada')];
  expect([titles().length, clock.pending, notifier.state.title]).toEqual([1, 1, 'New chat: Ada is waiting.']);

  alerts.stop();

  expect([titles(), clock.pending, notifier.state.title]).toEqual([[], 0, '']);
});
