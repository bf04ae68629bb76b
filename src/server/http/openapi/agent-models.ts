import * as v from 'valibot';
import {
  Channel,
  ChannelEntityListing,
  ChannelTopicEntityListing,
  ChatConversation,
  ChatConversationEntityListing,
  ConsoleSession,
  ConsoleSignIn,
  Conversation,
  EndConversationRequest,
  MediaParticipantRequest,
  ParticipantAttributes,
  RoutingStatusChange,
  SetRecordingState,
  SignInProviderEntityListing,
  TopicList,
  TransferRequest,
  Wrapup,
  WrapupCode,
  WrapupInput,
} from '../../../protocol/schema/agent.ts';
import { SignedData, SignedDataRequest } from '../../../protocol/schema/deployment.ts';
import { EarlierChatEntityListing } from '../../../protocol/schema/earlier-chat.ts';
import { CancelMediaRequest, CreateMediaRequest } from '../../../protocol/schema/media-request.ts';
import { CreateNoteRequest, Note, NoteEntityListing } from '../../../protocol/schema/note.ts';
import { ChatQuery, MemberQuery, MessageQuery } from '../../../protocol/schema/page.ts';
import { administrationModels, administrationOperations } from './administration-models.ts';
import { accepting, answering, emptyAnswer, type OperationDoc } from './operation-doc.ts';

const RoutingStatus = v.picklist(['ON_QUEUE', 'OFF_QUEUE']);

/** The models of the operations for agents, programs and the console. */
export const agentModels = {
  ...administrationModels,
  AvailableTopicEntityListing: v.object({
    entities: v.array(v.object({ id: v.string(), description: v.string() })),
  }),
  CancelMediaRequest,
  Channel,
  ChannelEntityListing,
  ChannelTopicEntityListing,
  ChatConversation,
  ChatConversationEntityListing,
  ConsoleSession,
  ConsoleSignIn,
  Conversation,
  CreateMediaRequest,
  CreateNoteRequest,
  EarlierChatEntityListing,
  EndConversationRequest,
  MediaParticipantRequest,
  Note,
  NoteEntityListing,
  OpenApiDocument: v.object({
    openapi: v.string(),
    info: v.unknown(),
    paths: v.unknown(),
    components: v.unknown(),
  }),
  ParticipantAttributes,
  RoutingStatusChange,
  SetRecordingState,
  SignInProviderEntityListing,
  SignedData,
  SignedDataRequest,
  Token: v.object({ access_token: v.string(), token_type: v.string(), expires_in: v.number() }),
  /** OAuth's own error body, instead of `ErrorBody`. */
  TokenRefusal: v.object({ error: v.string(), error_description: v.string() }),
  /** Sent as a form; the client's id and secret are in it, or sent as HTTP Basic. */
  TokenRequest: v.object({
    grant_type: v.literal('client_credentials'),
    client_id: v.optional(v.string()),
    client_secret: v.optional(v.string()),
  }),
  TopicList,
  TransferRequest,
  User: v.object({
    id: v.string(),
    name: v.string(),
    email: v.string(),
    organization: v.object({ id: v.string(), name: v.string() }),
    userId: v.string(),
    role: v.picklist(['agent', 'administrator']),
    status: RoutingStatus,
    routingStatus: v.object({ userId: v.string(), status: RoutingStatus }),
  }),
  /** Empty where there is no wrap-up yet. */
  Wrapup: v.partial(Wrapup),
  WrapupCodeList: v.array(WrapupCode),
  WrapupInput,
} satisfies Record<string, v.GenericSchema>;

type OwnModel =
  | keyof typeof agentModels
  | 'WebChatGuestMediaRequest'
  | 'WebChatGuestMediaRequestEntityList'
  | 'WebChatMemberInfo'
  | 'WebChatMemberInfoEntityList'
  | 'CreateWebChatMessageRequest'
  | 'WebChatMessage'
  | 'WebChatMessageEntityList'
  | 'WebChatTyping';
type Own = OperationDoc<OwnModel>;

const get = (answers: OwnModel, query?: Own['query']): Own => answering(answers, query ? { query } : {});
const send = (takes: OwnModel | undefined, answers: OwnModel): Own => answering(answers, takes ? { takes } : {});
const accept = (takes: OwnModel): Own => accepting(takes);
const open = (operation: Own): Own => ({ ...operation, caller: 'anyone' });

const chat = '/api/v2/conversations/chats/{conversationId}';
const participant = `${chat}/participants/{participantId}`;
const channel = '/api/v2/notifications/channels/{channelId}';

/** The documentation of agents' routes by method and path; a route that is missing here fails the suite. */
export const agentOperations: Readonly<Record<string, Own>> = {
  ...administrationOperations,
  'GET /api/v2/conversations/chats': get('ChatConversationEntityListing', ChatQuery),
  'GET /api/v2/conversations/{conversationId}': get('Conversation'),
  [`GET ${chat}`]: get('ChatConversation'),
  [`PATCH ${chat}`]: send('EndConversationRequest', 'ChatConversation'),
  [`PATCH ${participant}`]: accept('MediaParticipantRequest'),
  [`PATCH ${participant}/communications/{communicationId}`]: accept('MediaParticipantRequest'),
  [`PATCH ${participant}/attributes`]: accept('ParticipantAttributes'),
  [`POST ${participant}/replace`]: accept('TransferRequest'),
  [`GET ${participant}/wrapup`]: get('Wrapup'),
  [`GET ${participant}/wrapupcodes`]: get('WrapupCodeList'),
  [`GET ${participant}/communications/{communicationId}/wrapup`]: get('Wrapup'),
  [`POST ${participant}/communications/{communicationId}/wrapup`]: accept('WrapupInput'),
  [`PUT ${chat}/recordingstate`]: accept('SetRecordingState'),
  [`GET ${chat}/members`]: get('WebChatMemberInfoEntityList', MemberQuery),
  [`GET ${chat}/members/{memberId}`]: get('WebChatMemberInfo'),
  [`GET ${chat}/messages`]: get('WebChatMessageEntityList', MessageQuery),
  [`GET ${chat}/messages/{messageId}`]: get('WebChatMessage'),
  [`POST ${chat}/communications/{communicationId}/messages`]: send('CreateWebChatMessageRequest', 'WebChatMessage'),
  [`POST ${chat}/communications/{communicationId}/typing`]: send(undefined, 'WebChatTyping'),
  [`GET ${chat}/notes`]: get('NoteEntityListing'),
  [`POST ${chat}/notes`]: send('CreateNoteRequest', 'Note'),
  [`GET ${chat}/earlier`]: get('EarlierChatEntityListing'),
  [`GET ${chat}/earlier/{earlierId}/messages`]: get('WebChatMessageEntityList', MessageQuery),
  [`GET ${chat}/mediarequests`]: get('WebChatGuestMediaRequestEntityList'),
  [`POST ${chat}/mediarequests`]: send('CreateMediaRequest', 'WebChatGuestMediaRequest'),
  [`GET ${chat}/mediarequests/{mediaRequestId}`]: get('WebChatGuestMediaRequest'),
  [`PATCH ${chat}/mediarequests/{mediaRequestId}`]: send('CancelMediaRequest', 'WebChatGuestMediaRequest'),
  'GET /api/v2/users/me': get('User'),
  'GET /api/v2/users/{userId}/routingstatus': get('User'),
  'PUT /api/v2/users/{userId}/routingstatus': send('RoutingStatusChange', 'User'),
  'GET /api/v2/notifications/availabletopics': get('AvailableTopicEntityListing'),
  'POST /api/v2/notifications/channels': send(undefined, 'Channel'),
  'GET /api/v2/notifications/channels': get('ChannelEntityListing'),
  [`GET ${channel}`]: get('Channel'),
  [`GET ${channel}/subscriptions`]: get('ChannelTopicEntityListing'),
  [`POST ${channel}/subscriptions`]: send('TopicList', 'ChannelTopicEntityListing'),
  [`PUT ${channel}/subscriptions`]: send('TopicList', 'ChannelTopicEntityListing'),
  [`DELETE ${channel}/subscriptions`]: emptyAnswer(),
  'POST /api/v2/signeddata': {
    ...send('SignedDataRequest', 'SignedData'),
    caller: 'authentication:signature:create',
  },
  'POST /api/v2/console/session': open(send('ConsoleSignIn', 'ConsoleSession')),
  'GET /api/v2/console/session': open(get('ConsoleSession')),
  'DELETE /api/v2/console/session': open(emptyAnswer()),
  'GET /api/v2/console/providers': open(get('SignInProviderEntityListing')),
  'GET /api/v2/docs/openapi.json': open(get('OpenApiDocument')),
  'POST /oauth/token': open(send('TokenRequest', 'Token')),
};
