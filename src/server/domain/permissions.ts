/** The permissions of an agent in the console. */
export const agentPermissions = [
  'conversation:communication:blindTransfer',
  'conversation:communication:disconnect',
  'conversation:participant:wrapup',
] as const;

/** Every permission there is. */
export const allPermissions = [
  ...agentPermissions,
  'audits:audit:view',
  'authentication:signature:create',
  'conversation:call:record',
  'conversation:history:viewAll',
  'conversation:personalData:edit',
  'conversation:recording:pauseOthers',
  'conversation:webchat:create',
  'directory:user:edit',
  'oauth:client:edit',
  'responses:response:edit',
  'routing:queue:edit',
  'routing:wrapupCode:edit',
  'webchat:deployment:create',
  'webchat:deployment:delete',
  'webchat:deployment:read',
  'webchat:deployment:update',
] as const;

/** The permissions of people in the console, by role. */
export const permissionsOf = { agent: agentPermissions, administrator: allPermissions } as const;
