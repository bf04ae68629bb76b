/** Where a chat is kept between pages: the loader looks whether something is there, the widget reads and writes it. */
export const savedChatKey = ({ organizationId, deploymentId, id }: Readonly<Record<string, string | undefined>>) =>
  `porchlight:${[organizationId, deploymentId, id]}`;
