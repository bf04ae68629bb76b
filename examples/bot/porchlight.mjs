/**
 * An agent in code: signs in as a program, calls the service, and hears what happens. Nothing here is about what a bot
 * says; that is in bot.mjs.
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

/** What the service refused: look at `code`, never at the message. */
export class ServiceError extends Error {
  constructor(status, { code, message }, what) {
    super(`${what}: ${status} ${code}: ${message}`);
    this.status = status;
    this.code = code;
  }
}

/**
 * A notification channel that comes back by itself. `onOpen` is called at the start and after each gap: nothing is
 * replayed, so it has to look at what is there. Answers how to hear of one more topic, and how to stop.
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
      // Subscribed before it is opened, so that nothing falls between.
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
        again();
      };
    } catch (error) {
      console.error(error.message);
      again();
    }
  }

  const again = () => isStopped || setTimeout(connect, 2_000);

  await connect();
  return {
    async hear(topic) {
      topics.add(topic);
      await subscribe([topic]);
    },
    forget: (topic) => topics.delete(topic),
    stop() {
      isStopped = true;
      socket?.close();
    },
  };
}
