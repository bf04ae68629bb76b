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

/** The models that the nineteen operations speak of, by the names the platform gave them, and those of the agents. */
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

export type GuestOperation = {
  takes?: Model;
  query?: typeof ChatQuery | typeof MessageQuery | typeof MemberQuery;
  answers?: Model;
};

/** What each operation takes and answers. */
export const guestOperations: Record<Operation, GuestOperation> = {
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
