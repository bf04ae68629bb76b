/**
 * An agent in code: signs in as a program, calls the service, and receives its events. What the bot
 * answers is in bot.mjs.
 */
export async function signIn({ origin, clientId, clientSecret }) {
  let token = await fetchToken();

  async function fetchToken() {
    const answer = await fetch(new URL('/oauth/token', origin), {
      method: 'POST',
      headers: { Authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    });
    if (!answer.ok) throw new Error(`Signing in failed: ${answer.status} ${await answer.text()}`);
    return (await answer.json()).access_token;
  }

  /** Calls an operation below /api/v2 and answers its JSON. A token lives for a day; a new one is asked for then. */
  async function call(method, path, body, headers = {}) {
    const send = () =>
      fetch(new URL(`/api/v2${path}`, origin), {
        method,
        headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', ...headers },
        body: body === undefined ? undefined : JSON.stringify(body),
      });
    let answer = await send();
    if (answer.status === 401) {
      token = await fetchToken();
      answer = await send();
    }
    const text = await answer.text();
    if (!answer.ok) throw new ServiceError(answer.status, JSON.parse(text || '{}'), `${method} ${path}`);
    return text === '' ? undefined : JSON.parse(text);
  }

  return { me: await call('GET', '/users/me'), call };
}

/** A refusal of the service: decide by `code`, never by the message. */
export class ServiceError extends Error {
  constructor(status, { code, message }, what) {
    super(`${what}: ${status} ${code}: ${message}`);
    this.status = status;
    this.code = code;
  }
}

/**
 * Opens a notification channel that reconnects by itself. The service replays no events, so `onOpen`, which is called at
 * the start and after each reconnection, has to fetch the current state. Returns how to subscribe to one more topic,
 * how to unsubscribe, and how to stop.
 */
export async function listen({ call, me }, { onOpen, onEvent }) {
  const topics = new Set([`v2.users.${me.id}.conversations.chats`]);
  let socket;
  let channel;
  let isStopped = false;

  const subscribe = (names) =>
    call(
      'POST',
      `/notifications/channels/${channel.id}/subscriptions`,
      names.map((id) => ({ id })),
    );

  async function connect() {
    try {
      channel = await call('POST', '/notifications/channels');
      // Subscribes before the socket opens, so that no event is missed between.
      await subscribe([...topics]);
      if (isStopped) return;
      socket = new WebSocket(channel.connectUri);
      const ping = setInterval(() => socket.send('{"message":"ping"}'), 30_000);
      socket.onopen = onOpen;
      socket.onmessage = ({ data }) => {
        const { topicName, eventBody, metadata } = JSON.parse(data);
        onEvent(topicName, eventBody, metadata?.type);
      };
      socket.onclose = () => {
        clearInterval(ping);
        reconnect();
      };
    } catch (error) {
      console.error(error.message);
      reconnect();
    }
  }

  const reconnect = () => isStopped || setTimeout(connect, 2_000);

  await connect();
  return {
    async subscribe(topic) {
      topics.add(topic);
      await subscribe([topic]);
    },
    unsubscribe: (topic) => topics.delete(topic),
    stop() {
      isStopped = true;
      socket?.close();
    },
  };
}
