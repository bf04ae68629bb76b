export type OperationRow = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Names in braces stand for ids. */
  path: `/api/v2/webchat/${string}`;
  /** `anyone` needs no credentials, `guest` a conversation's JWT; everything else is a permission. */
  caller: 'anyone' | 'guest' | `webchat:deployment:${string}`;
  status: 200 | 204;
};

/** The nineteen WebChat operations. Creations answer 200, as the API always did. */
export const operations = {
  createConversation: {
    method: 'POST',
    path: '/api/v2/webchat/guest/conversations',
    caller: 'anyone',
    status: 200,
  },
  listMembers: {
    method: 'GET',
    path: '/api/v2/webchat/guest/conversations/{conversationId}/members',
    caller: 'guest',
    status: 200,
  },
  getMember: {
    method: 'GET',
    path: '/api/v2/webchat/guest/conversations/{conversationId}/members/{memberId}',
    caller: 'guest',
    status: 200,
  },
  removeMember: {
    method: 'DELETE',
    path: '/api/v2/webchat/guest/conversations/{conversationId}/members/{memberId}',
    caller: 'guest',
    status: 204,
  },
  sendMessage: {
    method: 'POST',
    path: '/api/v2/webchat/guest/conversations/{conversationId}/members/{memberId}/messages',
    caller: 'guest',
    status: 200,
  },
  sendTyping: {
    method: 'POST',
    path: '/api/v2/webchat/guest/conversations/{conversationId}/members/{memberId}/typing',
    caller: 'guest',
    status: 200,
  },
  listMessages: {
    method: 'GET',
    path: '/api/v2/webchat/guest/conversations/{conversationId}/messages',
    caller: 'guest',
    status: 200,
  },
  getMessage: {
    method: 'GET',
    path: '/api/v2/webchat/guest/conversations/{conversationId}/messages/{messageId}',
    caller: 'guest',
    status: 200,
  },
  listMediaRequests: {
    method: 'GET',
    path: '/api/v2/webchat/guest/conversations/{conversationId}/mediarequests',
    caller: 'guest',
    status: 200,
  },
  getMediaRequest: {
    method: 'GET',
    path: '/api/v2/webchat/guest/conversations/{conversationId}/mediarequests/{mediaRequestId}',
    caller: 'guest',
    status: 200,
  },
  updateMediaRequest: {
    method: 'PATCH',
    path: '/api/v2/webchat/guest/conversations/{conversationId}/mediarequests/{mediaRequestId}',
    caller: 'guest',
    status: 200,
  },
  listDeployments: {
    method: 'GET',
    path: '/api/v2/webchat/deployments',
    caller: 'webchat:deployment:read',
    status: 200,
  },
  createDeployment: {
    method: 'POST',
    path: '/api/v2/webchat/deployments',
    caller: 'webchat:deployment:create',
    status: 200,
  },
  getDeployment: {
    method: 'GET',
    path: '/api/v2/webchat/deployments/{deploymentId}',
    caller: 'webchat:deployment:read',
    status: 200,
  },
  replaceDeployment: {
    method: 'PUT',
    path: '/api/v2/webchat/deployments/{deploymentId}',
    caller: 'webchat:deployment:update',
    status: 200,
  },
  deleteDeployment: {
    method: 'DELETE',
    path: '/api/v2/webchat/deployments/{deploymentId}',
    caller: 'webchat:deployment:delete',
    status: 204,
  },
  getSettings: {
    method: 'GET',
    path: '/api/v2/webchat/settings',
    caller: 'webchat:deployment:read',
    status: 200,
  },
  replaceSettings: {
    method: 'PUT',
    path: '/api/v2/webchat/settings',
    caller: 'webchat:deployment:update',
    status: 200,
  },
  resetSettings: {
    method: 'DELETE',
    path: '/api/v2/webchat/settings',
    caller: 'webchat:deployment:delete',
    status: 204,
  },
} as const satisfies Record<string, OperationRow>;
