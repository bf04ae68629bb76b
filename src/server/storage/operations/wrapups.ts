import type { Conversation, Member } from '../../domain/records.ts';
import { type Rejection, reject } from '../../domain/rejection.ts';
import { type AgentCaller, authorizeAgent, checkAccepted, checkMayWrite } from '../repositories/callers.ts';
import type { Transaction } from '../transaction.ts';
import {
  changeMember,
  markChatChanged,
  type OperationResult,
  type Result,
  runOperation,
  type UnitOfWork,
} from '../unit-of-work.ts';

/** The stored summary of an agent: what a chat was about. */
export type Wrapup = {
  code: string;
  name: string;
  notes?: string | undefined;
  tags?: string[] | undefined;
  durationSeconds?: number | undefined;
  endTime?: string | undefined;
  provisional?: boolean | undefined;
};
/** A wrap-up as a request brings it: the code by id or by name. */
export type GivenWrapup = Omit<Wrapup, 'code' | 'name'> & { code?: string | undefined; name?: string | undefined };

/** A participant of a chat that the caller is or was in; with a communication it has to be that one's. */
type ParticipantArgs = { agent: AgentCaller; now: number; participantId: string; communicationId?: string | undefined };

export const wrapupOperations = {
  async getWrapup(tx: Transaction, args: ParticipantArgs): Promise<OperationResult<Wrapup | null>> {
    return runOperation(tx, args.now, async (work) => {
      const found = await findParticipant(work, args, 'read');
      if ('rejection' in found) return found;
      const { wrapup } = found.value.member;
      return { value: wrapup === null ? null : (JSON.parse(wrapup) as Wrapup) };
    });
  },

  /** Also allowed after the end of the chat. */
  async putWrapup(tx: Transaction, args: ParticipantArgs & { wrapup: GivenWrapup }): Promise<OperationResult<null>> {
    return runOperation(tx, args.now, async (work) => {
      const found = await findParticipant(work, args, 'write');
      if ('rejection' in found) return found;
      const { conversation, member } = found.value;
      const refused = checkWrapup(member, args.agent);
      if (refused) return { rejection: refused };
      const code = await findCode(work, conversation, args.wrapup);
      if ('rejection' in code) return code;
      const wrapup = JSON.stringify({ ...args.wrapup, code: code.value.id, name: code.value.name });
      await changeMember(work, member, { wrapup });
      // The chat disappears from the other tabs of the agent, too.
      markChatChanged(work, member.conversation_id, member.user_id);
      return { value: null };
    });
  },

  /** Closes the chat for the agent without a wrap-up. */
  async skipWrapup(tx: Transaction, args: ParticipantArgs): Promise<OperationResult<null>> {
    return runOperation(tx, args.now, async (work) => {
      const found = await findParticipant(work, args, 'write');
      if ('rejection' in found) return found;
      const { member } = found.value;
      const refused = checkWrapup(member, args.agent);
      if (refused) return { rejection: refused };
      await changeMember(work, member, { wrapup_skipped: 1 });
      markChatChanged(work, member.conversation_id, member.user_id);
      return { value: null };
    });
  },

  /** The wrap-up codes that can be chosen for the chat of a participant. */
  async listWrapupCodes(
    tx: Transaction,
    args: ParticipantArgs,
  ): Promise<OperationResult<{ id: string; name: string; created_at: number }[]>> {
    return runOperation(tx, args.now, async (work) => {
      const found = await findParticipant(work, args, 'read');
      if ('rejection' in found) return found;
      return { value: await findCodes(work, found.value.conversation) };
    });
  },

  /** Sets these attributes of a participant and keeps its others. */
  async changeAttributes(
    tx: Transaction,
    args: ParticipantArgs & { attributes: Readonly<Record<string, string>> },
  ): Promise<OperationResult<null>> {
    return runOperation(tx, args.now, async (work) => {
      const found = await findParticipant(work, args, 'write');
      if ('rejection' in found) return found;
      const { conversation, members, member } = found.value;
      const refused = checkMayWrite(conversation, members, args.agent.userId);
      if (refused) return { rejection: refused };
      const attributes = { ...JSON.parse(member.attributes), ...args.attributes };
      if (Object.keys(attributes).length > attributeLimit) return { rejection: tooManyAttributes };
      await changeMember(work, member, { attributes: JSON.stringify(attributes) });
      markChatChanged(work, member.conversation_id);
      return { value: null };
    });
  },
};

const attributeLimit = 100;
const tooManyAttributes = reject('constraint.validation', `At most ${attributeLimit} attributes a participant`);
const notYou = reject('not.authorized', 'This is not you in this conversation');
const noCode = reject('conversation.error.wrapup.code.required', 'A wrap-up needs the id or the name of a code');
const unknownCode = reject('invalid.value', 'There is no such wrap-up code');
const noParticipant = reject('chat.error.not.found', 'There is no such participant in this conversation');

function checkWrapup(member: Member, { userId }: AgentCaller): Rejection | undefined {
  return member.user_id === userId ? checkAccepted([member], userId) : notYou;
}

async function findParticipant(
  work: UnitOfWork,
  { agent, participantId, communicationId }: ParticipantArgs,
  intent: 'read' | 'write',
): Promise<Result<{ conversation: Conversation; members: Member[]; member: Member }>> {
  const authorized = await authorizeAgent(work, agent, intent);
  if ('rejection' in authorized) return authorized;
  const { conversation, members } = authorized.value;
  const member = members.find((one) => one.participant_id === participantId || one.id === participantId);
  if (!member || (communicationId !== undefined && member.id !== communicationId)) return { rejection: noParticipant };
  return { value: { conversation, members, member } };
}

async function findCodes({ tx }: UnitOfWork, { organization_id }: Conversation) {
  return tx
    .selectFrom('wrapup_code')
    .select(['id', 'name', 'created_at'])
    .where('organization_id', '=', organization_id)
    .where('removed_at', 'is', null)
    .orderBy('name')
    .execute();
}

async function lockCode({ tx }: UnitOfWork, id: string) {
  return tx
    .selectFrom('wrapup_code')
    .select(['id', 'name'])
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .forShare()
    .executeTakeFirst();
}

async function findCode(
  work: UnitOfWork,
  conversation: Conversation,
  { code, name }: GivenWrapup,
): Promise<{ rejection: Rejection } | { value: { id: string; name: string } }> {
  if (!code && !name) return { rejection: noCode };
  const all = await findCodes(work, conversation);
  const named = all.find((one) => (code ? one.id === code.toLowerCase() : one.name === name));
  // Again, under a lock that a removal waits for.
  const found = named && (await lockCode(work, named.id));
  return found ? { value: found } : { rejection: unknownCode };
}
