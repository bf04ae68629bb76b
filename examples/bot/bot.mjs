import { listen, ServiceError, signIn } from './porchlight.mjs';

const { PORCHLIGHT_URL, PORCHLIGHT_CLIENT_ID, PORCHLIGHT_CLIENT_SECRET, PORCHLIGHT_QUEUE_OF_PEOPLE } = process.env;

const hello = 'Hello! I am a bot. Ask me about opening hours or shipping, or say "person" to talk to somebody.';

/** Decides what the bot answers: the one part to replace by your own. */
function answerTo(text) {
  if (/\b(person|human|agent|somebody)\b/i.test(text))
    return { say: 'I am fetching somebody for you.', handOver: true };
  if (/\b(open|opening|hours)\b/i.test(text)) return { say: 'We are there from 9 to 17 o’clock, Monday to Friday.' };
  if (/\b(ship|shipping|deliver|delivery)\b/i.test(text)) return { say: 'Parcels take two to three days.' };
  return { say: 'That I do not know. Say "person" to talk to somebody.' };
}

const service = await signIn({
  origin: PORCHLIGHT_URL,
  clientId: PORCHLIGHT_CLIENT_ID,
  clientSecret: PORCHLIGHT_CLIENT_SECRET,
});
const { call, me } = service;
/** By conversation: the ids of the bot and of the visitor in it. */
const conversations = new Map();

const chatPath = (id) => `/conversations/chats/${id}`;
const messagesTopic = (id) => `v2.conversations.chats.${id}.messages`;

/** Accepts, begins or forgets a chat, by the state of the bot in it. */
async function updateChat(chatId) {
  const { participants } = await call('GET', `/conversations/${chatId}`);
  const mine = participants.findLast(({ userId }) => userId === me.id);
  if (mine?.state === 'alerting') {
    // The change of the chat that follows calls this function again.
    await call('PATCH', `${chatPath(chatId)}/participants/${mine.id}`, { state: 'connected' });
  } else if (mine?.state === 'connected' && !conversations.has(chatId)) {
    await beginConversation(chatId, mine, participants);
  } else if (mine?.state === 'disconnected' && conversations.delete(chatId)) {
    channel.unsubscribe(messagesTopic(chatId));
  }
}

async function beginConversation(chatId, mine, participants) {
  const visitor = participants.find(({ purpose }) => purpose === 'customer');
  // Messages are sent by the communication id, and name it as their sender.
  const conversation = { participantId: mine.id, own: mine.chats[0].id, visitor: visitor.chats[0].id };
  conversations.set(chatId, conversation);
  await channel.subscribe(messagesTopic(chatId));
  await sendMessage(chatId, hello, `hello-${mine.id}`);
  await catchUp(chatId);
}

/** Answers a message that arrived while the bot was not connected. */
async function catchUp(chatId) {
  const { entities } = await call('GET', `${chatPath(chatId)}/messages?sortOrder=descending&maxResults=1`);
  const [last] = entities;
  if (last) await answerMessage(chatId, last);
}

async function answerMessage(chatId, { id, sender, body, bodyType }) {
  const conversation = conversations.get(chatId);
  if (sender.id !== conversation?.visitor || bodyType !== 'standard') return;
  const { say: text, handOver } = answerTo(body);
  await call('POST', `${chatPath(chatId)}/communications/${conversation.own}/typing`);
  await sendMessage(chatId, text, `answer-${id}`);
  if (handOver) await handOverToPeople(chatId, conversation);
}

/** A message with the same key is sent once, however often it is tried, after a restart too. */
async function sendMessage(chatId, body, key) {
  const { own } = conversations.get(chatId);
  await call('POST', `${chatPath(chatId)}/communications/${own}/messages`, { body }, { 'Idempotency-Key': key });
}

async function handOverToPeople(chatId, { participantId }) {
  await call('POST', `${chatPath(chatId)}/participants/${participantId}/replace`, {
    queueId: PORCHLIGHT_QUEUE_OF_PEOPLE,
  });
}

/** Runs the tasks of a chat one after another; a refusal is logged and stops none of the others. */
const tails = new Map();
function inOrder(chatId, task) {
  const tail = (tails.get(chatId) ?? Promise.resolve()).then(task).catch((error) => {
    if (!(error instanceof ServiceError)) throw error;
    // A visitor who has just left makes the service refuse.
    console.error(error.message);
  });
  tails.set(chatId, tail);
  void tail.then(() => tails.get(chatId) === tail && tails.delete(chatId));
}

const channel = await listen(service, {
  async onOpen() {
    console.log(`${me.name} listens`);
    const { entities } = await call('GET', '/conversations/chats');
    for (const { id } of entities) {
      inOrder(id, () => updateChat(id));
      inOrder(id, () => catchUp(id));
    }
  },
  onEvent(topic, body, type) {
    if (topic.startsWith('v2.users.')) inOrder(body.id, () => updateChat(body.id));
    else if (type === 'message') inOrder(body.conversation.id, () => answerMessage(body.conversation.id, body));
  },
});
await call('PUT', `/users/${me.id}/routingstatus`, { isOnQueue: true });

/** Leaves the queue, so that the service offers the bot no further chats. */
async function shutDown() {
  channel.stop();
  await call('PUT', `/users/${me.id}/routingstatus`, { isOnQueue: false });
  process.exit(0);
}
process.once('SIGTERM', shutDown);
process.once('SIGINT', shutDown);
