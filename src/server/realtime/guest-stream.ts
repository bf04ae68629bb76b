import { topics } from '../../protocol/schema/frame.ts';
import { ApiError, tooManyRequests } from '../core/api-error.ts';
import type { ChatEvent } from '../domain/chat-event.ts';
import { publishOutcome, type Services } from '../services/services.ts';
import type { GuestCaller } from '../storage/repositories/guests.ts';
import { openConnection } from './connection.ts';
import { frameOf, heartbeatFrame, isPing, parseCommand, pongFrame } from './frames.ts';
import type { GuestConnections } from './guest-connections.ts';
import type { KeyWatch } from './key-watch.ts';
import type { Upgrade } from './upgrade.ts';

/** Nothing more comes on this conversation's stream; a client need not try again. */
const conversationEnded = [1001, 'The conversation is ended'] as const;
const noSuchConversation = 4100;
/** By then sockets that died without a word are found out. */
const retryAfterSeconds = 30;

/**
 * Attaches a guest: subscribe, commit, then the 101, so that nothing falls between and a client that sends on `open`
 * is never too early. A rejection is told as a close code where browsers could not read the answer to an upgrade.
 */
export async function openGuestStream(
  services: Services,
  { lines: connections, keys }: { lines: GuestConnections; keys: KeyWatch },
  upgrade: Upgrade,
  token: string,
): Promise<void> {
  const guest = await identify(services, token, upgrade.origin);
  if (!guest) return upgrade.acceptAndClose(noSuchConversation, 'Error connecting to conversation');
  services.limiter.takeToken(`upgrade:${guest.memberId}`, services.settings.limits.guestUpgrade);
  if (!connections.tryAdd(guest.memberId)) throw tooManyRequests(retryAfterSeconds);
  const feed = subscribeToConversation(services, guest);
  const disconnect = () => {
    feed.stop();
    if (connections.remove(guest.memberId)) void startGrace(services, guest);
  };
  const attached = await attach(services, guest).catch((error: unknown) => error);
  if (!isAttached(attached)) {
    disconnect();
    return rejectUpgrade(upgrade, guest, attached);
  }
  const socket = upgrade.accept();
  // Gone before the answer: the grace begins.
  if (!socket) return disconnect();
  let seq = attached.seq;
  const stopWatching = keys.watch(guest.kid, () => connection.close(noSuchConversation, 'The token was taken back'));
  const connection = openConnection({
    socket,
    clock: services.clock,
    heartbeatMs: services.settings.heartbeatMs,
    heartbeat: () => heartbeatFrame(seq),
    onText: (text) => {
      if (isPing(parseCommand(text))) connection.send(pongFrame);
    },
    onClose() {
      stopWatching();
      disconnect();
    },
  });
  feed.start((event) => {
    if (event.type === 'message') seq = event.message.seq;
    const frame = frameOf(event, { memberId: guest.memberId });
    if (frame) connection.send(frame);
    if (event.type === 'ended') connection.close(...conversationEnded);
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
  return publishOutcome(
    services,
    storage.run('attachGuest', { ...guest, now: clock.now(), timing: settings.timing, line: 'socket' }),
  );
}

function isAttached(result: unknown): result is Attached {
  return typeof result === 'object' && result !== null && 'seq' in result;
}

function rejectUpgrade(upgrade: Upgrade, { conversationId }: GuestCaller, error: unknown): void {
  if (!(error instanceof ApiError)) throw error;
  if (error.code === 'chat.error.conversation.state') return upgrade.acceptAndClose(...conversationEnded);
  if (error.code === 'chat.error.not.found' || error.code === 'bad.credentials') {
    return upgrade.acceptAndClose(noSuchConversation, `Error connecting to conversation (${conversationId})`);
  }
  upgrade.reject(error);
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
function subscribeToConversation({ hub }: Services, { conversationId }: GuestCaller) {
  let buffered: ChatEvent[] = [];
  let receive = (event: ChatEvent): void => void buffered.push(event);
  const stops = [topics.messages, topics.members, topics.mediaRequests].map((topic) =>
    hub.subscribe(topic(conversationId), (event) => receive(event)),
  );
  return {
    start(deliver: (event: ChatEvent) => void) {
      for (const event of buffered) deliver(event);
      buffered = [];
      receive = deliver;
    },
    stop() {
      for (const stop of stops) stop();
    },
  };
}
