/** The user, chat or queue that a notification topic is about. */
export type TopicSubject = { userId: string } | { conversationId: string } | { queueId: string };

/** Every topic, with its parameter in braces. */
export const availableTopics = [
  { id: 'v2.users.{userId}.conversations.chats', description: 'Chats of a person, as /conversations/chats tells them' },
  { id: 'v2.users.{userId}.conversations', description: 'The same chats, as /conversations tells them' },
  { id: 'v2.routing.queues.{queueId}.conversations.chats', description: 'Chats of a queue one is a member of' },
  { id: 'v2.conversations.chats.{conversationId}.messages', description: 'What is said and typed in a chat' },
  { id: 'v2.conversations.chats.{conversationId}.members', description: 'Who comes and goes in a chat' },
  { id: 'v2.conversations.chats.{conversationId}.mediarequests', description: 'Requests to share in a chat' },
  {
    id: 'v2.conversations.chats.{conversationId}.notes',
    description: 'What agents note about a chat, for agents only',
  },
] as const;

/** Undefined for a topic that cannot exist. */
export function parseTopic(topic: string): TopicSubject | undefined {
  const [, userId] = /^v2\.users\.([^.]+)\.conversations(?:\.chats)?$/.exec(topic) ?? [];
  if (userId) return { userId };
  const [, queueId] = /^v2\.routing\.queues\.([^.]+)\.conversations\.chats$/.exec(topic) ?? [];
  if (queueId) return { queueId };
  const [, conversationId] =
    /^v2\.conversations\.chats\.([^.]+)\.(?:messages|members|mediarequests|notes)$/.exec(topic) ?? [];
  return conversationId ? { conversationId } : undefined;
}

/** The topic that the hub publishes under: some topics are the events of another one in another shape. */
export function sourceTopic(topic: string): string {
  return topic.startsWith('v2.users.') && topic.endsWith('.conversations') ? `${topic}.chats` : topic;
}
