import { topics } from '../../protocol/schema/frame.ts';
import { ApiError, tooManyRequests } from '../core/api-error.ts';
import type { ChatEvent } from '../domain/chat-event.ts';
import { type Services, settle } from '../services/services.ts';
import type { GuestCaller } from '../storage/repositories/guests.ts';
import { openLine } from './connection.ts';
import { frameOf, heartbeatFrame, isPing, parseCommand, pongFrame } from './frames.ts';
import type { GuestLines } from './guest-connections.ts';
import type { KeyWatch } from './key-watch.ts';
import type { Upgrade } from './upgrade.ts';

/** Nothing more comes on this conversation's stream; a client need not try again. */
const isOver = [1001, 'The conversation is ended'] as const;
const noSuchConversation = 4100;
/** By then sockets that died without a word are found out. */
const retryAfterSeconds = 30;

/**
 * Attaches a guest: subscribe, commit, then the 101, so that nothing falls between and a client that sends on `open`
 * is never too early. A refusal is told as a close code where browsers could not read the answer to an upgrade.
 */
export async function openGuestStream(
  services: Services,
  { lines, keys }: { lines: GuestLines; keys: KeyWatch },
  upgrade: Upgrade,
  token: string,
): Promise<void> {
  const guest = await identify(services, token, upgrade.origin);
  if (!guest) return upgrade.refuseOpenly(noSuchConversation, 'Error connecting to conversation');
  services.limiter.spend(`upgrade:${guest.memberId}`, services.settings.limits.guestUpgrade);
  if (!lines.hold(guest.memberId)) throw tooManyRequests(retryAfterSeconds);
  const feed = subscribe(services, guest);
  const leave = () => {
    feed.stop();
    if (lines.release(guest.memberId)) void startGrace(services, guest);
  };
  const attached = await attach(services, guest).catch((error: unknown) => error);
  if (!isAttached(attached)) {
    leave();
    return refuse(upgrade, guest, attached);
  }
  const socket = upgrade.accept();
  // Gone before the answer: the grace begins.
  if (!socket) return leave();
  let seq = attached.seq;
  const stopWatching = keys.watch(guest.kid, () => line.close(noSuchConversation, 'The token was taken back'));
  const line = openLine({
    socket,
    clock: services.clock,
    heartbeatMs: services.settings.heartbeatMs,
    heartbeat: () => heartbeatFrame(seq),
    onText: (text) => {
      if (isPing(parseCommand(text))) line.send(pongFrame);
    },
    onClose() {
      stopWatching();
      leave();
    },
  });
  feed.flow((event) => {
    if (event.type === 'message') seq = event.message.seq;
    const frame = frameOf(event, { memberId: guest.memberId });
    if (frame) line.send(frame);
    if (event.type === 'ended') line.close(...isOver);
  });
}

type Attached = { seq: number };

async function identify(
  { tokens }: Services,
  token: string,
  origin: string | undefined,
): Promise<(GuestCaller & { kid: string }) | undefined> {
  try {
    const { conversationId, memberId, kid } = await tokens.verifyStream(token);
    return { conversationId, memberId, kid, origin };
  } catch (error) {
    if (error instanceof ApiError) return undefined;
    throw error;
  }
}

function attach(services: Services, guest: GuestCaller): Promise<Attached> {
  const { storage, clock, settings } = services;
  return settle(
    services,
    storage.run('attachGuest', { ...guest, now: clock.now(), timing: settings.timing, line: 'socket' }),
  );
}

function isAttached(result: unknown): result is Attached {
  return typeof result === 'object' && result !== null && 'seq' in result;
}

function refuse(upgrade: Upgrade, { conversationId }: GuestCaller, error: unknown): void {
  if (!(error instanceof ApiError)) throw error;
  if (error.code === 'chat.error.conversation.state') return upgrade.refuseOpenly(...isOver);
  if (error.code === 'chat.error.not.found' || error.code === 'bad.credentials') {
    return upgrade.refuseOpenly(noSuchConversation, `Error connecting to conversation (${conversationId})`);
  }
  upgrade.refuse(error);
}

async function startGrace(
  { storage, clock, settings, log }: Services,
  { conversationId, memberId }: GuestCaller,
): Promise<void> {
  try {
    await storage.run('startGrace', { conversationId, memberId, now: clock.now(), timing: settings.timing });
  } catch (err) {
    // At a shutdown the store closes first, and the next start gives every guest its grace.
    log.info({ err }, 'A lost socket could not be noted');
  }
}

/** Everything about the conversation from now on: kept until it can flow. */
function subscribe({ hub }: Services, { conversationId }: GuestCaller) {
  let kept: ChatEvent[] = [];
  let take = (event: ChatEvent): void => void kept.push(event);
  const stops = [topics.messages, topics.members, topics.mediaRequests].map((topic) =>
    hub.subscribe(topic(conversationId), (event) => take(event)),
  );
  return {
    flow(deliver: (event: ChatEvent) => void) {
      for (const event of kept) deliver(event);
      kept = [];
      take = deliver;
    },
    stop() {
      for (const stop of stops) stop();
    },
  };
}
