import { ChatError, type ChatErrorKind } from '../../chat/errors.ts';
import type { ChatEvent, GuestDetails, MediaRequest, Member, Message } from '../../chat/model.ts';
import type { ConversationPort, GuestPort, StreamListeners } from '../../chat/ports.ts';

/**
 * A conversation in memory, for what no real service can be made to show: the order of what the client asks, and
 * answers at a moment of the test's choosing. Whatever a real service shows is tested with that.
 */
export function createMemoryChat({ hasKeys = true } = {}) {
  const asked: string[] = [];
  const messages: Message[] = [];
  const members = new Map<string, Member>();
  const media: MediaRequest[] = [];
  const created: GuestDetails[] = [];
  const streams = new Set<StreamListeners>();
  const failures: { operation: string; error: ChatError }[] = [];
  let isConnected = true;
  let lostAnswers = 0;

  async function answer<T>(operation: string, give: () => T): Promise<T> {
    asked.push(operation);
    const index = failures.findIndex((failure) => operation.startsWith(failure.operation));
    const [failure] = index < 0 ? [] : failures.splice(index, 1);
    if (failure) throw failure.error;
    return give();
  }

  function commit(senderId: string, body: string, kind: Message['kind'] = 'standard', key?: string): Message {
    const seq = messages.length + 1;
    const message: Message = { id: `m${seq}`, senderId, kind, body, at: 1_000_000 + seq, seq, key };
    messages.push(message);
    return message;
  }

  /** Commits a message and sends its frame. */
  function say(senderId: string, body: string, kind: Message['kind'] = 'standard', key?: string): Message {
    const message = commit(senderId, body, kind, key);
    emit({ type: 'message', message });
    return message;
  }

  function emit(event: ChatEvent): void {
    for (const listeners of [...streams]) listeners.onEvent(event);
  }

  const port: ConversationPort = {
    listMessages: (query) => answer('list', () => pageOf(messages, query)),
    sendMessage: (body, key) =>
      answer(`send ${body}`, () => {
        const message = messages.find((one) => key && one.key === key) ?? say('me1', body, 'standard', key);
        if (lostAnswers-- > 0) throw new ChatError('offline');
        lostAnswers = 0;
        return message;
      }),
    sendTyping: () => answer('typing', () => {}),
    listMembers: () => answer('members', () => [...members.values()]),
    getMember: (id) =>
      answer(`member ${id}`, () => {
        const member = members.get(id);
        if (!member) throw new ChatError('gone');
        return member;
      }),
    listMediaRequests: () => answer('media', () => [...media]),
    answerMediaRequest: (request, state) =>
      answer(`answer ${request.id} ${state}`, () => {
        const index = media.findIndex(({ id }) => id === request.id);
        media[index] = { ...request, state };
        return media[index];
      }),
    leave: () => answer('leave', () => {}),
    openStream(listeners) {
      asked.push('open');
      streams.add(listeners);
      queueMicrotask(() => {
        if (isConnected && streams.has(listeners)) listeners.onOpen();
      });
      return { wake: () => asked.push('wake'), stop: () => streams.delete(listeners) };
    },
  };

  const guest: GuestPort = {
    createConversation: (details) =>
      answer('create', () => {
        created.push(details);
        join('me1', 'customer', details.displayName);
        return { ...conversation, capabilities: { idempotencyKey: hasKeys, seq: hasKeys } };
      }),
    conversation: () => port,
  };

  function join(id: string, role: Member['role'], displayName: string, presence: Member['presence'] = 'connected') {
    members.set(id, { id, role, displayName, avatarUrl: undefined, presence });
  }

  return {
    api: guest,
    port,
    asked,
    created,
    media,
    streams,
    commit,
    emit,
    /** Adds or changes a member, and sends the frame of it. */
    join(...who: Parameters<typeof join>) {
      join(...who);
      const state = who[3] === 'away' || who[3] === 'left' ? 'DISCONNECTED' : 'CONNECTED';
      emit({ type: 'member-change', memberId: who[0], state, at: 0 });
    },
    say,
    /** The next call of an operation fails. */
    failNext(operation: string, kind: ChatErrorKind, details: ConstructorParameters<typeof ChatError>[1] = {}) {
      failures.push({ operation, error: new ChatError(kind, details) });
    },
    /** The next text is committed, and its answer is lost. */
    loseAnswer() {
      lostAnswers++;
    },
    disconnect() {
      isConnected = false;
      for (const listeners of [...streams]) listeners.onLost();
    },
    reconnect() {
      isConnected = true;
      for (const listeners of [...streams]) listeners.onOpen();
    },
  };
}

const conversation = { id: 'c', memberId: 'me1', jwt: 'token', eventStreamUri: 'wss://chat.example/stream' };

function pageOf(messages: readonly Message[], query: Parameters<ConversationPort['listMessages']>[0]): Message[] {
  const from = query.after ? messages.findIndex(({ id }) => id === query.after) + 1 : 0;
  const until = query.before ? messages.findIndex(({ id }) => id === query.before) : messages.length;
  const window = messages.slice(from, until);
  return (query.sortOrder === 'ascending' ? window : window.toReversed()).slice(0, query.maxResults);
}
