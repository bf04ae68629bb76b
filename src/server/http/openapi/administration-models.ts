import * as v from 'valibot';
import {
  AuditEntityListing,
  AuditQuery,
  CannedReply,
  CannedReplyChange,
  Colleague,
  Invitation,
  InviteAcceptance,
  InvitedColleague,
  OAuthClient,
  OAuthClientChange,
  OAuthClientWithSecret,
  PersonChange,
  Queue,
  QueueChange,
  Use,
  WrapupCodeChange,
} from '../../../protocol/schema/administration.ts';
import { WrapupCode } from '../../../protocol/schema/agent.ts';
import { HistoryChat, HistoryConversation, HistoryQuery, PersonQuery } from '../../../protocol/schema/history.ts';
import { WebChatMessage } from '../../../protocol/schema/message.ts';
import { Note } from '../../../protocol/schema/note.ts';
import { MessageQuery } from '../../../protocol/schema/page.ts';
import { answering, emptyAnswer, type OperationDoc } from './operation-doc.ts';

const listing = <Schema extends v.GenericSchema>(of: Schema) => v.object({ entities: v.array(of) });

const anything = v.record(v.string(), v.unknown());

/** The models of history and administration. */
export const administrationModels = {
  AuditEntityListing,
  CannedReply,
  CannedReplyChange,
  CannedReplyEntityListing: listing(CannedReply),
  ColleagueEntityListing: listing(Colleague),
  Colleague,
  Invitation,
  InviteAcceptance,
  InvitedColleague,
  PersonChange,
  OAuthClient,
  OAuthClientChange,
  OAuthClientEntityListing: listing(OAuthClient),
  OAuthClientWithSecret,
  UseEntityListing: listing(Use),
  Deleted: v.object({ deleted: v.number() }),
  HistoryConversation,
  HistoryEntityListing: v.object({
    entities: v.array(HistoryChat),
    /** How many of the chats that the caller may read are not completely indexed yet. */
    unindexedChats: v.number(),
    next: v.optional(v.string()),
  }),
  PersonalData: v.object({
    email: v.string(),
    chats: v.array(
      v.object({
        ...HistoryChat.entries,
        messages: v.array(WebChatMessage),
        notes: v.array(Note),
        mediaRequests: v.array(
          v.object({
            id: v.string(),
            types: v.array(v.string()),
            state: v.string(),
            timestamp: v.string(),
            requestedBy: v.string(),
          }),
        ),
        data: v.object({ conversation: anything, members: v.array(anything) }),
      }),
    ),
  }),
  Queue,
  QueueChange,
  QueueEntityListing: listing(Queue),
  WrapupCode,
  WrapupCodeChange,
  WrapupCodeEntityListing: listing(WrapupCode),
} satisfies Record<string, v.GenericSchema>;

type Own = OperationDoc<keyof typeof administrationModels | 'WebChatMessageEntityList'>;
type Model = NonNullable<Own['answers']>;

const get = (answers: Model, more?: Partial<Own>): Own => answering(answers, more);

/** Creating, replacing and removing things of one kind. */
function crudOperations(path: string, id: string, caller: Own['caller'], [takes, answers]: [Model, Model]) {
  return {
    [`POST ${path}`]: get(answers, { caller, takes }),
    [`PUT ${path}/{${id}}`]: get(answers, { caller, takes }),
    [`DELETE ${path}/{${id}}`]: emptyAnswer(caller),
  } satisfies Record<string, Own>;
}

const directory = 'directory:user:edit';
const clients = 'oauth:client:edit';
const history = '/api/v2/conversations/history';
const person = { caller: 'conversation:personalData:edit', query: PersonQuery } as const;

export const administrationOperations: Readonly<Record<string, Own>> = {
  [`GET ${history}`]: get('HistoryEntityListing', { query: HistoryQuery }),
  [`GET ${history}/{conversationId}`]: get('HistoryConversation'),
  [`GET ${history}/{conversationId}/messages`]: get('WebChatMessageEntityList', { query: MessageQuery }),
  'GET /api/v2/personaldata': get('PersonalData', person),
  'DELETE /api/v2/personaldata': get('Deleted', person),
  'GET /api/v2/users': get('ColleagueEntityListing'),
  'GET /api/v2/responses': get('CannedReplyEntityListing'),
  'GET /api/v2/routing/queues': get('QueueEntityListing'),
  'GET /api/v2/routing/wrapupcodes': get('WrapupCodeEntityListing'),
  'GET /api/v2/audits': get('AuditEntityListing', { caller: 'audits:audit:view', query: AuditQuery }),
  'POST /api/v2/users': get('InvitedColleague', { caller: directory, takes: 'PersonChange' }),
  'PUT /api/v2/users/{userId}': get('Colleague', { caller: directory, takes: 'PersonChange' }),
  'DELETE /api/v2/users/{userId}': emptyAnswer(directory),
  'POST /api/v2/users/{userId}/invitation': get('Invitation', { caller: directory }),
  'DELETE /api/v2/users/{userId}/sessions': emptyAnswer(directory),
  'GET /api/v2/oauth/clients': get('OAuthClientEntityListing', { caller: clients }),
  'POST /api/v2/oauth/clients': get('OAuthClientWithSecret', { caller: clients, takes: 'OAuthClientChange' }),
  'PUT /api/v2/oauth/clients/{clientId}': get('OAuthClient', { caller: clients, takes: 'OAuthClientChange' }),
  'POST /api/v2/oauth/clients/{clientId}/secret': get('OAuthClientWithSecret', { caller: clients }),
  'DELETE /api/v2/oauth/clients/{clientId}': emptyAnswer(clients),
  'GET /api/v2/routing/queues/{queueId}/uses': get('UseEntityListing', { caller: 'routing:queue:edit' }),
  'GET /api/v2/webchat/deployments/{deploymentId}/uses': get('UseEntityListing', {
    caller: 'webchat:deployment:delete',
  }),
  'GET /api/v2/routing/wrapupcodes/{codeId}/uses': get('UseEntityListing', { caller: 'routing:wrapupCode:edit' }),
  'GET /api/v2/users/{userId}/uses': get('UseEntityListing', { caller: directory }),
  'POST /api/v2/console/invitation': { caller: 'anyone', status: 204, takes: 'InviteAcceptance' },
  ...crudOperations('/api/v2/responses', 'responseId', 'responses:response:edit', ['CannedReplyChange', 'CannedReply']),
  ...crudOperations('/api/v2/routing/queues', 'queueId', 'routing:queue:edit', ['QueueChange', 'Queue']),
  ...crudOperations('/api/v2/routing/wrapupcodes', 'codeId', 'routing:wrapupCode:edit', [
    'WrapupCodeChange',
    'WrapupCode',
  ]),
};
