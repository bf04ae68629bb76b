import type { MediaType } from '../../../protocol/schema/media-request.ts';
import { checkMaySend, checkMediaChange } from '../../domain/conversations.ts';
import type { Conversation, MediaRequest, MediaRequestState } from '../../domain/records.ts';
import { type Rejection, reject } from '../../domain/rejection.ts';
import type { Timing } from '../../domain/timing.ts';
import {
  type AgentCaller,
  authorizeAgent,
  authorizeGuest,
  type Caller,
  checkAccepted,
  checkMayWrite,
} from '../repositories/callers.ts';
import type { ReadLimit } from '../repositories/read-limit.ts';
import type { Transaction } from '../transaction.ts';
import {
  appendMessage,
  findConversation,
  newId,
  type OperationResult,
  type Result,
  runOperation,
  type UnitOfWork,
} from '../unit-of-work.ts';

type Answer = Extract<MediaRequestState, 'ACCEPTED' | 'DECLINED' | 'ERRORED' | 'CANCELLED'>;

export const mediaRequestOperations = {
  async createMediaRequest(
    tx: Transaction,
    args: { agent: AgentCaller; now: number; timing: Timing; types: MediaType[] },
  ): Promise<OperationResult<MediaRequest>> {
    return runOperation(tx, args.now, async (work) => {
      const authorized = await authorizeAgent(work, args.agent, 'write');
      if ('rejection' in authorized) return authorized;
      const { conversation, members } = authorized.value;
      const mine = members.filter(({ user_id }) => user_id === args.agent.userId);
      const agent = mine.find(({ state }) => state === 'CONNECTED') ?? mine[0];
      const refused = agent ? checkMaySend(conversation, agent) : notYours;
      if (refused || !agent) return { rejection: refused ?? notYours };
      const mediaRequest: MediaRequest = {
        id: newId(),
        conversation_id: conversation.id,
        types: JSON.stringify(args.types),
        state: 'PENDING',
        communication_id: null,
        security_key: null,
        requested_by: agent.id,
        created_at: work.now,
        expires_at: work.now + args.timing.mediaRequestMs,
      };
      await tx.insertInto('media_request').values(mediaRequest).execute();
      // The request comes first, so that a reader of the message finds it in the list.
      emitRequestChanged(work, mediaRequest);
      await appendMessage(work, { sender: agent, body: describeRequest(args.types), bodyType: 'media-request' });
      return { value: mediaRequest };
    });
  },

  async listMediaRequests(tx: Transaction, args: Caller & { now: number }): Promise<OperationResult<MediaRequest[]>> {
    return runOperation(tx, args.now, async (work) => {
      const reader = await findReader(work, args, 'read');
      if ('rejection' in reader) return reader;
      return { value: await findRequests(work, reader.value) };
    });
  },

  async getMediaRequest(
    tx: Transaction,
    args: Caller & { now: number; mediaRequestId: string },
  ): Promise<OperationResult<MediaRequest>> {
    return runOperation(tx, args.now, async (work) => {
      const reader = await findReader(work, args, 'read');
      if ('rejection' in reader) return reader;
      const request = (await findRequests(work, reader.value)).find(({ id }) => id === args.mediaRequestId);
      return request ? { value: request } : { rejection: noSuchRequest };
    });
  },

  /** The guest answers, or the agent cancels. */
  async changeMediaRequest(
    tx: Transaction,
    args: Caller & { now: number; mediaRequestId: string; state: Answer },
  ): Promise<OperationResult<MediaRequest>> {
    return runOperation(tx, args.now, async (work) => {
      const reader = await findReader(work, args, 'write');
      if ('rejection' in reader) return reader;
      const request = (await findRequests(work, reader.value)).find(({ id }) => id === args.mediaRequestId);
      if (!request) return { rejection: noSuchRequest };
      const refused = reader.value.readLimit ? notYours : checkMediaChange(reader.value.conversation, request);
      if (refused) return { rejection: refused };
      await tx
        .updateTable('media_request')
        .set({ state: args.state, expires_at: null })
        .where('id', '=', request.id)
        .execute();
      const changed = { ...request, state: args.state, expires_at: null };
      emitRequestChanged(work, changed);
      return { value: changed };
    });
  },
};

const notYours: Rejection = reject('not.authorized', 'You are not in this conversation');
const noSuchRequest: Rejection = reject('chat.error.not.found', 'There is no such media request in this conversation');

function describeRequest(types: readonly MediaType[]): string {
  if (types.length > 1) return 'The agent asks to browse this page with you or to see your screen.';
  return types[0] === 'COBROWSE'
    ? 'The agent asks to browse this page with you.'
    : 'The agent asks to see your screen.';
}

type Readable = { conversation: Conversation; readLimit?: ReadLimit };

async function findReader(work: UnitOfWork, caller: Caller, intent: 'read' | 'write'): Promise<Result<Readable>> {
  const { conversationId } = 'guest' in caller ? caller.guest : caller.agent;
  if (intent === 'write') await findConversation(work.tx, conversationId, 'write');
  if ('guest' in caller) return authorizeGuest(work, caller.guest, 'read');
  const { userId } = caller.agent;
  const authorized = await authorizeAgent(work, caller.agent, 'read');
  if ('rejection' in authorized) return authorized;
  const { conversation, members } = authorized.value;
  // A request has the keys of what is shared.
  const refused =
    checkAccepted(members, userId) ?? (intent === 'write' ? checkMayWrite(conversation, members, userId) : undefined);
  return refused ? { rejection: refused } : authorized;
}

async function findRequests({ tx }: UnitOfWork, { conversation, readLimit }: Readable): Promise<MediaRequest[]> {
  const all = tx.selectFrom('media_request').selectAll().where('conversation_id', '=', conversation.id);
  return (readLimit ? all.where('created_at', '<=', readLimit.at) : all).orderBy('created_at').orderBy('id').execute();
}

function emitRequestChanged({ events, now }: UnitOfWork, mediaRequest: MediaRequest): void {
  events.push({ type: 'media-request', conversationId: mediaRequest.conversation_id, mediaRequest, at: now });
}
