import type { Operation } from '../http-client.ts';

const chats = '/api/v2/conversations/chats';

/** The agent's side of the service, and the console's own sign-in. */
export const agentOperations = {
  signIn: { method: 'POST', path: '/api/v2/console/session' },
  listProviders: { method: 'GET', path: '/api/v2/console/providers' },
  whoAmI: { method: 'GET', path: '/api/v2/users/me' },
  signOutEverywhere: { method: 'DELETE', path: '/api/v2/users/me/sessions' },
  signOut: { method: 'DELETE', path: '/api/v2/console/session' },
  setRoutingStatus: { method: 'PUT', path: '/api/v2/users/{userId}/routingstatus' },
  listChats: { method: 'GET', path: chats },
  getChat: { method: 'GET', path: `${chats}/{chatId}` },
  updateChat: { method: 'PATCH', path: `${chats}/{chatId}` },
  updateParticipant: { method: 'PATCH', path: `${chats}/{chatId}/participants/{participantId}` },
  transfer: { method: 'POST', path: `${chats}/{chatId}/participants/{participantId}/replace` },
  wrapUp: {
    method: 'POST',
    path: `${chats}/{chatId}/participants/{participantId}/communications/{communicationId}/wrapup`,
  },
  listMessages: { method: 'GET', path: `${chats}/{chatId}/messages` },
  sendMessage: { method: 'POST', path: `${chats}/{chatId}/communications/{communicationId}/messages` },
  sendTyping: { method: 'POST', path: `${chats}/{chatId}/communications/{communicationId}/typing` },
  listNotes: { method: 'GET', path: `${chats}/{chatId}/notes` },
  writeNote: { method: 'POST', path: `${chats}/{chatId}/notes` },
  listEarlierChats: { method: 'GET', path: `${chats}/{chatId}/earlier` },
  readEarlierChat: { method: 'GET', path: `${chats}/{chatId}/earlier/{earlierId}/messages` },
  listMediaRequests: { method: 'GET', path: `${chats}/{chatId}/mediarequests` },
  createMediaRequest: { method: 'POST', path: `${chats}/{chatId}/mediarequests` },
  updateMediaRequest: { method: 'PATCH', path: `${chats}/{chatId}/mediarequests/{mediaRequestId}` },
  getConversation: { method: 'GET', path: '/api/v2/conversations/{chatId}' },
  listQueues: { method: 'GET', path: '/api/v2/routing/queues' },
  listColleagues: { method: 'GET', path: '/api/v2/users' },
  listWrapupCodes: { method: 'GET', path: '/api/v2/routing/wrapupcodes' },
  listCannedReplies: { method: 'GET', path: '/api/v2/responses' },
  openChannel: { method: 'POST', path: '/api/v2/notifications/channels' },
  getChannel: { method: 'GET', path: '/api/v2/notifications/channels/{channelId}' },
  subscribe: { method: 'POST', path: '/api/v2/notifications/channels/{channelId}/subscriptions' },
} as const satisfies Record<string, Operation>;
