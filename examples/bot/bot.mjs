import { listen, ServiceError, signIn } from './porchlight.mjs';

const { PORCHLIGHT_URL, PORCHLIGHT_CLIENT_ID, PORCHLIGHT_CLIENT_SECRET, PORCHLIGHT_QUEUE_OF_PEOPLE } = process.env;

const hello = 'Hello! I am a bot. Ask me about opening hours or shipping, or say "person" to talk to somebody.';

/** What the bot has to say to something: the one part to replace by your own. */
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
/** By conversation: who I am in it, and who the visitor is. */
const talks = new Map();

const chatPath = (id) => `/conversations/chats/${id}`;
const messagesTopic = (id) => `v2.conversations.chats.${id}.messages`;

/** A chat of mine is new, changed or over. */
async function look(chatId) {
  const { participants } = await call('GET', `/conversations/${chatId}`);
  const mine = participants.findLast(({ userId }) => userId === me.id);
  if (mine?.state === 'alerting') {
    // My own answer comes back as a change of the chat, and leads here again.
    await call('PATCH', `${chatPath(chatId)}/participants/${mine.id}`, { state: 'connected' });
  } else if (mine?.state === 'connected' && !talks.has(chatId)) {
    await begin(chatId, mine, participants);
  } else if (mine?.state === 'disconnected' && talks.delete(chatId)) {
    channel.forget(messagesTopic(chatId));
  }
}

async function begin(chatId, mine, participants) {
  const visitor = participants.find(({ purpose }) => purpose === 'customer');
  // The communication id is what one talks by, and what messages name as their sender.
  const talk = { participantId: mine.id, own: mine.chats[0].id, visitor: visitor.chats[0].id };
  talks.set(chatId, talk);
  await channel.hear(messagesTopic(chatId));
  await say(chatId, hello, `hello-${mine.id}`);
  await catchUp(chatId);
}

/** What the visitor said while I did not listen. */
async function catchUp(chatId) {
  const { entities } = await call('GET', `${chatPath(chatId)}/messages?sortOrder=descending&maxResults=1`);
  const [last] = entities;
  if (last) await heard(chatId, last);
}

async function heard(chatId, { id, sender, body, bodyType }) {
  const talk = talks.get(chatId);
  if (sender.id !== talk?.visitor || bodyType !== 'standard') return;
  const { say: text, handOver } = answerTo(body);
  await call('POST', `${chatPath(chatId)}/communications/${talk.own}/typing`);
  await say(chatId, text, `answer-${id}`);
  if (handOver) await handOverToPeople(chatId, talk);
}

/** The same key sends a message once, however often it is tried: after a restart too. */
async function say(chatId, body, key) {
  const { own } = talks.get(chatId);
  await call('POST', `${chatPath(chatId)}/communications/${own}/messages`, { body }, { 'Idempotency-Key': key });
}

async function handOverToPeople(chatId, { participantId }) {
  await call('POST', `${chatPath(chatId)}/participants/${participantId}/replace`, {
    queueId: PORCHLIGHT_QUEUE_OF_PEOPLE,
  });
}

/** One thing after another in a chat; what fails is told and stops nothing else. */
const tails = new Map();
function inOrder(chatId, task) {
  const tail = (tails.get(chatId) ?? Promise.resolve()).then(task).catch((error) => {
    if (!(error instanceof ServiceError)) throw error;
    // A visitor who has just left is no trouble of ours.
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
      inOrder(id, () => look(id));
      inOrder(id, () => catchUp(id));
    }
  },
  onEvent(topic, body, type) {
    if (topic.startsWith('v2.users.')) inOrder(body.id, () => look(body.id));
    else if (type === 'message') inOrder(body.conversation.id, () => heard(body.conversation.id, body));
  },
});
await call('PUT', `/users/${me.id}/routingstatus`, { isOnQueue: true });

/** Going home: nobody is offered to the bot any more. */
async function goHome() {
  channel.stop();
  await call('PUT', `/users/${me.id}/routingstatus`, { isOnQueue: false });
  process.exit(0);
}
process.once('SIGTERM', goHome);
process.once('SIGINT', goHome);
