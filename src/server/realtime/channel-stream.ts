import * as v from 'valibot';
import { ChannelCommand } from '../../protocol/schema/agent.ts';
import { hashSecret } from '../auth/passwords.ts';
import { ApiError } from '../core/api-error.ts';
import type { Services } from '../services/services.ts';
import type { NotificationChannel } from '../storage/operations/channels.ts';
import { createChannelFeed } from './channel-feed.ts';
import { changeTopics } from './channel-topics.ts';
import { openConnection } from './connection.ts';
import { heartbeatFrame, parseCommand, pongFrame } from './frames.ts';
import type { Upgrade } from './upgrade.ts';

const noSuchChannel = 4100;
const channelOver = 4101;
/** An open socket notices an operator's command, which runs in a process of its own, within this time. */
const refreshEveryMs = 5_000;

/** Opens an agent's notification channel by its id, which is a secret, or by a one-time ticket. */
export async function openChannelStream(services: Services, upgrade: Upgrade, secret: string): Promise<void> {
  const { storage, clock } = services;
  const opened = await storage.run('openChannel', { secret, secretHash: hashSecret(secret), now: clock.now() });
  // Tickets are for the console, which is one of our pages.
  if (opened?.by === 'ticket' && !isOwnPage(upgrade, services)) {
    return upgrade.reject(new ApiError('origin.not.allowed', 'Only pages of this service may do that.'));
  }
  const channel = opened?.channel;
  const channelId = channel?.id ?? '';
  const socket = channel && upgrade.accept();
  if (!channel) return upgrade.acceptAndClose(noSuchChannel, 'There is no such channel');
  if (!socket) return;
  const close = () => connection.close(channelOver, 'The channel is over');
  const feed = createChannelFeed(services, channel, { send: (frame) => connection.send(frame), close });
  const connection = openConnection({
    socket,
    clock: services.clock,
    heartbeatMs: services.settings.heartbeatMs,
    heartbeat: heartbeatFrame,
    onText: (text) => void runCommand(services, channel, text).then((answer) => answer && connection.send(answer)),
    onClose() {
      feed.stop();
      stopRefreshing();
    },
  });
  const refreshTopics = () =>
    feed.refresh(() => services.storage.run('findChannel', { channelId, now: services.clock.now() }));
  // Notices what another process or an operator's command has revoked.
  const stopRefreshing = services.clock.every(refreshEveryMs, () =>
    // While the store does not answer, the topics stay as they are.
    refreshTopics().catch((err: unknown) => services.log.error({ err }, 'A channel could not be looked up')),
  );
  // Topics may have changed, or the channel ended, between reading it and subscribing to its changes.
  await refreshTopics();
}

function isOwnPage({ origin, host }: Upgrade, { settings }: Services): boolean {
  const own = settings.publicUrl === undefined ? host : URL.parse(settings.publicUrl)?.host;
  return origin === undefined || URL.parse(origin)?.host === own;
}

/** Runs a client's command, a ping or topics to add, and returns the answer. Ignores anything else. */
async function runCommand(
  services: Services,
  { id, userId }: NotificationChannel,
  text: string,
): Promise<string | undefined> {
  const parsed = v.safeParse(ChannelCommand, parseCommand(text));
  if (!parsed.success) return undefined;
  const command = parsed.output;
  switch (command.message) {
    case 'ping':
      return pongFrame;
    case 'subscribe': {
      const { correlationId } = command;
      try {
        await changeTopics(services, { channelId: id, userId, topics: command.topics, mode: 'add' });
        return JSON.stringify({ result: '200', status: 'subscribed', correlationId });
      } catch (error) {
        if (!(error instanceof ApiError)) services.log.error({ err: error }, 'A subscription met a bug');
        const result = String(error instanceof ApiError ? error.status : 500);
        return JSON.stringify({ result, status: 'failed', correlationId });
      }
    }
    default:
      return command satisfies never;
  }
}
