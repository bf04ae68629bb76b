/** What a notification channel's topic is about. */
export type TopicSubject = { userId: string } | { conversationId: string } | { queueId: string };

/** Every topic there is, with the id it takes in braces. */
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

/** `undefined` for a topic that cannot exist. */
export function parseTopic(topic: string): TopicSubject | undefined {
  const [, userId] = /^v2\.users\.([^.]+)\.conversations(?:\.chats)?$/.exec(topic) ?? [];
  if (userId) return { userId };
  const [, queueId] = /^v2\.routing\.queues\.([^.]+)\.conversations\.chats$/.exec(topic) ?? [];
  if (queueId) return { queueId };
  const [, conversationId] =
    /^v2\.conversations\.chats\.([^.]+)\.(?:messages|members|mediarequests|notes)$/.exec(topic) ?? [];
  return conversationId ? { conversationId } : undefined;
}

/** Under which name the events of a topic go round: one topic may be another's events in another shape. */
export function sourceTopic(topic: string): string {
  return topic.startsWith('v2.users.') && topic.endsWith('.conversations') ? `${topic}.chats` : topic;
}
