/** The storage key of a chat between pages: the loader checks whether there is one, the widget reads and writes it. */
export const savedChatKey = (settings: Readonly<Record<string, string | undefined>>) =>
  `porchlight:${[settings.organizationId, settings.deploymentId, settings.id]}`;

/** The keys of a chat in that storage: the chat's own, and one for each tab with texts it has not sent. */
export const savedChatKeys = (storage: Storage, settings: Readonly<Record<string, string | undefined>>) =>
  Object.keys(storage).filter((key) => `${key}:outbox:`.startsWith(`${savedChatKey(settings)}:outbox:`));
