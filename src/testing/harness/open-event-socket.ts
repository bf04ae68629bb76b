import { onTestFinished, vi } from 'vitest';
import { createEventSocket, type EventSocketOptions } from '../../client/event-socket.ts';
import { browserClock } from '../../environment/browser/clock.ts';
import { createFakeSockets } from '../fakes/fake-sockets.ts';
import { createFakeRandom } from '../fakes/random.ts';

const heartbeat = '{"topicName":"channel.metadata","eventBody":{"message":"WebSocket Heartbeat"}}';
export const streamUri = 'wss://chat.example/stream?token=secret';

/** An event socket over fake sockets, with what it reported. The test's timers have to be fake. */
export function openEventSocket(changes: Partial<EventSocketOptions> = {}) {
  const { sockets, latest, WebSocket: FakeSocket } = createFakeSockets();
  const log: string[] = [];
  const texts: string[] = [];
  const refusals: number[] = [];
  const eventSocket = createEventSocket({
    uri: () => streamUri,
    WebSocket: FakeSocket,
    clock: browserClock,
    random: createFakeRandom(),
    onOpen: () => log.push('open'),
    onLost: () => log.push('lost'),
    onRefused: (failures) => refusals.push(failures),
    onText: (text) => texts.push(text),
    onOver: () => log.push('over'),
    isOver: (code, reason) => code === 4100 || reason === 'The conversation is ended',
    ...changes,
  });
  onTestFinished(() => eventSocket.stop());
  return {
    eventSocket: eventSocket,
    log,
    texts,
    refusals,
    sockets,
    latest,
    /** Lets time pass until the next socket is opened, and gives how long that took, in whole milliseconds. */
    async nextTry(): Promise<number> {
      const [before, startedAt] = [sockets.length, performance.now()];
      while (sockets.length === before) await vi.advanceTimersToNextTimerAsync();
      return Math.round(performance.now() - startedAt);
    },
  };
}

/** The same, open and with a first heartbeat. */
export async function openWithHeartbeat(changes: Partial<EventSocketOptions> = {}) {
  const opened = openEventSocket(changes);
  await elapse(0);
  opened.latest().accept();
  opened.latest().receive(heartbeat);
  return opened;
}

/** Lets this much time pass, and whatever was due at once. */
export async function elapse(ms: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
}
