/** What a notification channel's topic is about. */
export type TopicSubject = { userId: string } | { conversationId: string };

/** `undefined` for a topic that cannot exist. */
export function subjectOf(topic: string): TopicSubject | undefined {
  const [, userId] = /^v2\.users\.([^.]+)\.conversations\.chats$/.exec(topic) ?? [];
  if (userId) return { userId };
  const [, conversationId] =
    /^v2\.conversations\.chats\.([^.]+)\.(?:messages|members|mediarequests)$/.exec(topic) ?? [];
  return conversationId ? { conversationId } : undefined;
}
