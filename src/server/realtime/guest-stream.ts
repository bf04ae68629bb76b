import { topics } from '../../protocol/schema/frame.ts';
import { ApiError, tooManyRequests } from '../core/api-error.ts';
import type { ChatEvent } from '../domain/chat-event.ts';
import { publishOutcome, type Services } from '../services/services.ts';
import type { GuestCaller } from '../storage/repositories/callers.ts';
import { openConnection } from './connection.ts';
import { frameOf, heartbeatFrame, isPing, parseCommand, pongFrame } from './frames.ts';
import type { GuestConnections } from './guest-connections.ts';
import type { KeyWatch } from './key-watch.ts';
import type { Upgrade } from './upgrade.ts';

/** Tells a client not to reconnect: the conversation's stream sends nothing more. */
const conversationEnded = [1001, 'The conversation is ended'] as const;
const noSuchConversation = 4100;
/** Within this time dead sockets are detected. */
const retryAfterSeconds = 30;

/**
 * Attaches a guest in three steps: subscribe, commit, answer 101. So no event is lost in between, and a client that
 * sends on `open` is never too early. A rejection becomes a close code where a browser could not read the answer.
 */
export async function openGuestStream(
  services: Services,
  { connections, keys }: { connections: GuestConnections; keys: KeyWatch },
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
  // The client disconnected before the answer, so the time to reconnect begins.
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
    await storage.run('startReconnectGrace', { conversationId, memberId, now: clock.now(), timing: settings.timing });
  } catch (err) {
    // At a shutdown the store may close first, and the next start gives every guest the time to reconnect.
    log.info({ err }, 'A lost socket could not be noted');
  }
}

/** Buffers the conversation's events until `start`, then delivers them in order. */
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
