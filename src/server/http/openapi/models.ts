import type { GenericSchema } from 'valibot';
import type { operations } from '../../../protocol/operations.ts';
import {
  CreateWebChatConversationRequest,
  CreateWebChatConversationResponse,
} from '../../../protocol/schema/conversation.ts';
import {
  WebChatDeployment,
  WebChatDeploymentChange,
  WebChatDeploymentEntityListing,
  WebChatSettings,
} from '../../../protocol/schema/deployment.ts';
import { ErrorBody } from '../../../protocol/schema/error.ts';
import {
  WebChatGuestMediaRequest,
  WebChatGuestMediaRequestEntityList,
} from '../../../protocol/schema/media-request.ts';
import { WebChatMemberInfo, WebChatMemberInfoEntityList } from '../../../protocol/schema/member.ts';
import {
  CreateWebChatMessageRequest,
  WebChatMessage,
  WebChatMessageEntityList,
  WebChatTyping,
} from '../../../protocol/schema/message.ts';
import { type ChatQuery, MemberQuery, MessageQuery } from '../../../protocol/schema/page.ts';
import { agentModels } from './agent-models.ts';

type Operation = keyof typeof operations;

/** All models: those of the nineteen platform operations, by the platform's names, and those of our own API. */
export const models = {
  CreateWebChatConversationRequest,
  CreateWebChatConversationResponse,
  CreateWebChatMessageRequest,
  WebChatMessage,
  WebChatMessageEntityList,
  WebChatTyping,
  WebChatMemberInfo,
  WebChatMemberInfoEntityList,
  WebChatGuestMediaRequest,
  WebChatGuestMediaRequestEntityList,
  WebChatDeployment,
  WebChatDeploymentChange,
  WebChatDeploymentEntityListing,
  WebChatSettings,
  ErrorBody,
  ...agentModels,
} satisfies Record<string, GenericSchema>;

export type Model = keyof typeof models;

export type PlatformOperation = {
  takes?: Model;
  query?: typeof ChatQuery | typeof MessageQuery | typeof MemberQuery;
  answers?: Model;
};

/** What each of the platform's operations takes and answers. */
export const platformOperations: Record<Operation, PlatformOperation> = {
  createConversation: { takes: 'CreateWebChatConversationRequest', answers: 'CreateWebChatConversationResponse' },
  listMembers: { query: MemberQuery, answers: 'WebChatMemberInfoEntityList' },
  getMember: { answers: 'WebChatMemberInfo' },
  removeMember: {},
  sendMessage: { takes: 'CreateWebChatMessageRequest', answers: 'WebChatMessage' },
  sendTyping: { answers: 'WebChatTyping' },
  listMessages: { query: MessageQuery, answers: 'WebChatMessageEntityList' },
  getMessage: { answers: 'WebChatMessage' },
  listMediaRequests: { answers: 'WebChatGuestMediaRequestEntityList' },
  getMediaRequest: { answers: 'WebChatGuestMediaRequest' },
  updateMediaRequest: { takes: 'WebChatGuestMediaRequest', answers: 'WebChatGuestMediaRequest' },
  listDeployments: { answers: 'WebChatDeploymentEntityListing' },
  createDeployment: { takes: 'WebChatDeploymentChange', answers: 'WebChatDeployment' },
  getDeployment: { answers: 'WebChatDeployment' },
  replaceDeployment: { takes: 'WebChatDeploymentChange', answers: 'WebChatDeployment' },
  deleteDeployment: {},
  getSettings: { answers: 'WebChatSettings' },
  replaceSettings: { takes: 'WebChatSettings', answers: 'WebChatSettings' },
  resetSettings: {},
};
