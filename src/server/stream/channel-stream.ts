import * as v from 'valibot';
import { ChannelCommand } from '../../protocol/schema/agent.ts';
import { topics as topicNames } from '../../protocol/schema/frame.ts';
import { ApiError } from '../api-error.ts';
import type { Chat, ChatEvent } from '../rules/chat-event.ts';
import type { Services } from '../services.ts';
import type { NotificationChannel } from '../storage/operations/channels.ts';
import { changeTopics } from './channel-topics.ts';
import { frameOf, heartbeatFrame, parseCommand, pongFrame } from './frames.ts';
import { channelTopic } from './hub.ts';
import { openLine } from './line.ts';
import type { Upgrade } from './upgrade.ts';

const noSuchChannel = 4100;

/** Opens an agent's notification channel, by its id (which is a secret) or a one-time ticket. */
export async function openChannelStream(services: Services, upgrade: Upgrade, secret: string): Promise<void> {
  const ticketed = services.tickets.redeem(secret);
  // Tickets are the console's, and the console is a page of ours.
  if (ticketed !== undefined && !isOwnPage(upgrade, services)) {
    return upgrade.refuse(new ApiError('origin.not.allowed', 'Only pages of this service may do that.'));
  }
  const channelId = ticketed ?? secret;
  const channel = await services.storage.run('findChannel', { channelId, now: services.clock.now() });
  const socket = channel && upgrade.accept();
  if (!channel) return upgrade.refuseOpenly(noSuchChannel, 'There is no such channel');
  if (!socket) return;
  const feed = createFeed(services, channel, (frame) => line.send(frame));
  const line = openLine({
    socket,
    clock: services.clock,
    heartbeatMs: services.settings.heartbeatMs,
    heartbeat: heartbeatFrame,
    onText: (text) => void obey(services, channel, text).then((answer) => answer && line.send(answer)),
    onClose: feed.stop,
  });
  // Topics may have been added between reading the channel and listening to its changes.
  const current = await services.storage.run('findChannel', { channelId, now: services.clock.now() });
  if (current) feed.listenTo(current.topics);
}

function isOwnPage({ origin, host }: Upgrade, { settings }: Services): boolean {
  const own = settings.publicUrl === undefined ? host : URL.parse(settings.publicUrl)?.host;
  return origin === undefined || URL.parse(origin)?.host === own;
}

/** Turns the events of a channel's topics into frames for its user. */
function createFeed({ hub }: Services, { id, userId, topics }: NotificationChannel, send: (frame: string) => void) {
  const subscriptions = new Map<string, () => void>();
  let isStopped = false;

  function listenTo(wanted: readonly string[]): void {
    const keep = new Set(isStopped ? [] : wanted);
    for (const [topic, stop] of subscriptions) {
      if (keep.has(topic)) continue;
      stop();
      subscriptions.delete(topic);
    }
    for (const topic of keep) {
      if (!subscriptions.has(topic)) subscriptions.set(topic, hub.subscribe(topic, deliver));
    }
  }

  function deliver(event: ChatEvent): void {
    const frame = frameOf(event, { userId });
    if (frame) send(frame);
  }

  function drop({ conversation: { id: chatId } }: Chat): void {
    for (const topic of [topicNames.messages, topicNames.members, topicNames.mediaRequests]) {
      subscriptions.get(topic(chatId))?.();
      subscriptions.delete(topic(chatId));
    }
  }

  const stopOwn = [
    hub.subscribe(channelTopic(id), (event) => {
      if (event.type === 'topics') listenTo(event.topics);
    }),
    // An offer that was not taken gives no right to listen on.
    hub.subscribe(topicNames.userChats(userId), (event) => {
      if (event.type === 'chat' && !event.chat.members.some((member) => isPartOf(member, userId))) drop(event.chat);
    }),
  ];
  listenTo(topics);
  return {
    listenTo,
    stop() {
      isStopped = true;
      listenTo([]);
      for (const stop of stopOwn) stop();
    },
  };
}

function isPartOf({ user_id, state, joined_at }: Chat['members'][number], userId: string): boolean {
  return user_id === userId && (state !== 'DISCONNECTED' || joined_at !== null);
}

/** What a client says on its channel: a ping, or topics to add. Anything else is let pass. */
async function obey(
  services: Services,
  { id, userId }: NotificationChannel,
  text: string,
): Promise<string | undefined> {
  const command = v.safeParse(ChannelCommand, parseCommand(text));
  if (!command.success) return undefined;
  const said = command.output;
  switch (said.message) {
    case 'ping':
      return pongFrame;
    case 'subscribe': {
      const { correlationId } = said;
      try {
        await changeTopics(services, { channelId: id, userId, topics: said.topics, mode: 'add' });
        return JSON.stringify({ result: '200', status: 'subscribed', correlationId });
      } catch (error) {
        if (!(error instanceof ApiError)) services.log.error({ err: error }, 'A subscription met a bug');
        const result = String(error instanceof ApiError ? error.status : 500);
        return JSON.stringify({ result, status: 'failed', correlationId });
      }
    }
    default:
      return said satisfies never;
  }
}
