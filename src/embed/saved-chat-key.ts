/** Where a chat is kept between pages: the loader looks whether something is there, the widget reads and writes it. */
export const savedChatKey = (settings: Readonly<Record<string, string | undefined>>) =>
  `porchlight:${[settings.organizationId, settings.deploymentId, settings.id]}`;
