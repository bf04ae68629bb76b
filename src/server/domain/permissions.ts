/** What an agent signed in to the console may do. */
export const agentPermissions = [
  'conversation:communication:blindTransfer',
  'conversation:communication:disconnect',
  'conversation:participant:wrapup',
] as const;

/** Everything a client can be allowed. */
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

/** What people may do in the console, by their role. */
export const permissionsOf = { agent: agentPermissions, administrator: allPermissions } as const;
