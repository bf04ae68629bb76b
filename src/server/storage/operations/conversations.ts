import type { CreateWebChatConversationRequest } from '../../../protocol/schema/conversation.ts';
import { checkMayLeave } from '../../domain/conversations.ts';
import { checkOrigin } from '../../domain/origin.ts';
import type { Conversation, Member } from '../../domain/records.ts';
import { type Rejection, reject } from '../../domain/rejection.ts';
import { createRequirementsKey } from '../../domain/requirements-key.ts';
import type { Timing } from '../../domain/timing.ts';
import type { SignedDataClaims } from '../../domain/token-claims.ts';
import { authorizeGuest, type GuestCaller } from '../repositories/callers.ts';
import { endConversation, reconnectGuest } from '../repositories/conversation-changes.ts';
import { assignWaiting } from '../repositories/offers.ts';
import { mergeSignedFields, readIdentity, useSignedData } from '../repositories/signed-data.ts';
import type { Deployment } from '../schema/schema.ts';
import type { Transaction } from '../transaction.ts';
import {
  addMember,
  changeConversation,
  changeMember,
  findConversation,
  newId,
  type OperationResult,
  runOperation,
  type UnitOfWork,
} from '../unit-of-work.ts';

type CreateArgs = {
  now: number;
  timing: Timing;
  request: CreateWebChatConversationRequest;
  origin: string | undefined;
  page: string | undefined;
  /** The verified claims of the memberAuthToken of the request, if it has one. */
  signed?: SignedDataClaims | undefined;
};

export type Created = { conversationId: string; memberId: string; deploymentId: string; organizationId: string };

type AttachArgs = GuestCaller & { now: number; timing: Timing; line: 'socket' | 'poll' };

export const conversationOperations = {
  async createConversation(tx: Transaction, args: CreateArgs): Promise<OperationResult<Created>> {
    return runOperation(tx, args.now, async (work) => {
      const { request } = args;
      const deployment = await findDeployment(work, request);
      const refused = checkMayCreate(deployment, args);
      if (refused || !deployment) return { rejection: refused ?? noSuchDeployment };
      const { queue_id: own, organization_id } = deployment;
      const { targetAddress: name } = request.routingTarget;
      const queue = await tx
        .selectFrom('queue')
        .select('id')
        .where('organization_id', '=', organization_id)
        .where((eb) => (own === null ? eb('name', '=', name) : eb('id', '=', own)))
        .where('removed_at', 'is', null)
        // A removal waits for this chat and then counts it, or this waits for the removal and finds no queue.
        .forKeyShare()
        .executeTakeFirst();
      if (!queue)
        return { rejection: reject('chat.error.invalid.queue', 'The organization has no queue of this name') };
      const conversationId = newId();
      const used = args.signed && (await useSignedData(work, args.signed, conversationId));
      if (used) return { rejection: used };
      const priority = deployment.accept_priority === 1 ? request.routingTarget.priority : 0;
      return { value: await insertConversation(work, args, { conversationId, queueId: queue.id, priority }) };
    });
  },

  /** The guest is connected: the chat becomes active or continues. Returns the number of the newest message. */
  async attachGuest(tx: Transaction, args: AttachArgs): Promise<OperationResult<{ seq: number }>> {
    return runOperation(tx, args.now, async (work) => {
      const authorized = await authorizeGuest(work, args, 'write');
      if ('rejection' in authorized) return authorized;
      const { conversation, guest } = authorized.value;
      if (guest.left_at !== null || conversation.ended_at !== null) {
        return { rejection: reject('chat.error.conversation.state', 'The conversation is over') };
      }
      await attach(work, { conversation, guest, args });
      return { value: { seq: conversation.last_seq } };
    });
  },

  /** The guest's last socket is gone; it counts as away when the grace is over. */
  async startReconnectGrace(
    tx: Transaction,
    args: { now: number; timing: Timing; conversationId: string; memberId: string },
  ): Promise<void> {
    await findConversation(tx, args.conversationId, 'write');
    await tx
      .updateTable('member')
      .set({ line_until: args.now + args.timing.reconnectGraceMs })
      .where('id', '=', args.memberId)
      .where('state', '=', 'CONNECTED')
      .execute();
  },

  /** A starting process has no sockets: every connected guest gets the grace period to reconnect. */
  async startAllReconnectGraces(tx: Transaction, args: { now: number; timing: Timing }): Promise<void> {
    await tx
      .updateTable('member')
      .set({ line_until: args.now + args.timing.reconnectGraceMs })
      .where('role', '=', 'CUSTOMER')
      .where('state', '=', 'CONNECTED')
      .execute();
    await extendAllDeadlines(tx, args);
  },

  /** Extends all deadlines after a time in which the service answered no requests, as when the machine slept. */
  async extendDeadlines(tx: Transaction, args: { now: number; timing: Timing }): Promise<void> {
    await extendAllDeadlines(tx, args);
  },

  async leaveAsGuest(
    tx: Transaction,
    args: GuestCaller & { now: number; timing: Timing },
  ): Promise<OperationResult<null>> {
    return runOperation(tx, args.now, async (work) => {
      const authorized = await authorizeGuest(work, args, 'write');
      if ('rejection' in authorized) return authorized;
      const { conversation, guest } = authorized.value;
      const refused = checkMayLeave(guest);
      if (refused) return { rejection: refused };
      await endConversation(work, conversation, { reason: 'client', announces: 'guest' });
      // An agent is free again, so waiting chats are assigned at once.
      await assignWaiting(work, args.timing, conversation.queue_id);
      return { value: null };
    });
  },
};

/**
 * While the service answered no requests no member could write, return or attach, so deadlines wait for the grace
 * period to pass.
 */
async function extendAllDeadlines(tx: Transaction, { now, timing }: { now: number; timing: Timing }): Promise<void> {
  const until = now + timing.reconnectGraceMs;
  await tx.updateTable('member').set({ line_until: until }).where('line_until', '<', until).execute();
  await tx.updateTable('member').set({ away_until: until }).where('away_until', '<', until).execute();
  await tx.updateTable('conversation').set({ silence_at: until }).where('silence_at', '<', until).execute();
  await tx.updateTable('conversation').set({ notice_at: until }).where('notice_at', '<', until).execute();
  await tx.updateTable('conversation').set({ reap_at: until }).where('reap_at', '<', until).execute();
}

const noSuchDeployment: Rejection = reject('not.found', 'There is no such deployment in this organization');

async function findDeployment(
  { tx }: UnitOfWork,
  { deploymentId, organizationId }: CreateWebChatConversationRequest,
): Promise<Deployment | undefined> {
  return (
    tx
      .selectFrom('deployment')
      .selectAll()
      .where('id', '=', deploymentId.toLowerCase())
      .where('organization_id', '=', organizationId.toLowerCase())
      .where('removed_at', 'is', null)
      // After the answer to a change or removal, no chat is created under the earlier settings.
      .forShare()
      .executeTakeFirst()
  );
}

function checkMayCreate(
  deployment: Deployment | undefined,
  { origin, request, signed }: CreateArgs,
): Rejection | undefined {
  if (!deployment) return noSuchDeployment;
  if (deployment.disabled) return reject('chat.deployment.disabled', 'The deployment is disabled');
  if (deployment.authentication_required && !request.memberAuthToken) {
    return reject('chat.deployment.require.auth', 'This deployment needs a memberAuthToken');
  }
  // Also where no token is required: a visitor with an invalid token must not become anonymous silently.
  if (request.memberAuthToken && signed?.organizationId !== deployment.organization_id) {
    return reject('chat.deployment.bad.auth', 'The memberAuthToken is not valid');
  }
  return checkOrigin(JSON.parse(deployment.allowed_domains), origin);
}

async function insertConversation(
  work: UnitOfWork,
  args: CreateArgs,
  { conversationId, queueId, priority }: { conversationId: string; queueId: string; priority: number },
): Promise<Created> {
  const { request, now, timing, page } = args;
  const { routingTarget } = request;
  const requirements = { skills: JSON.stringify(routingTarget.skills), language: routingTarget.language ?? null };
  const created: Created = {
    conversationId,
    memberId: newId(),
    deploymentId: request.deploymentId.toLowerCase(),
    organizationId: request.organizationId.toLowerCase(),
  };
  await work.tx
    .insertInto('conversation')
    .values({
      id: created.conversationId,
      organization_id: created.organizationId,
      deployment_id: created.deploymentId,
      queue_id: queueId,
      guest_id: created.memberId,
      subject: readIdentity(args.signed).subject,
      priority,
      ...requirements,
      wish_key: createRequirementsKey(requirements),
      journey_context: request.journeyContext ? JSON.stringify(request.journeyContext) : null,
      page: page ?? null,
      created_at: now,
      attached_at: null,
      ended_at: null,
      reap_at: now + timing.reapMs,
      silence_at: null,
      notice_at: null,
      transfer_from: null,
    })
    .execute();
  await addGuest(work, created, args);
  return created;
}

async function addGuest(
  work: UnitOfWork,
  { conversationId, memberId }: Created,
  { request: { memberInfo }, signed }: CreateArgs,
): Promise<void> {
  const info = signed ? mergeSignedFields(memberInfo, signed) : memberInfo;
  await addMember(work, {
    id: memberId,
    conversation_id: conversationId,
    role: 'CUSTOMER',
    state: 'DISCONNECTED',
    display_name: info.displayName,
    first_name: info.firstName ?? null,
    last_name: info.lastName ?? null,
    email: info.email ?? null,
    phone_number: info.phoneNumber ?? null,
    avatar_image_url: info.avatarImageUrl ?? null,
    authenticated_guest: signed ? 1 : 0,
    custom_fields: JSON.stringify(info.customFields),
    signed_fields: JSON.stringify(readIdentity(signed).signedFields),
  });
}

async function attach(
  work: UnitOfWork,
  { conversation, guest, args }: { conversation: Conversation; guest: Member; args: AttachArgs },
): Promise<void> {
  const { timing } = args;
  // A poll beside an open socket changes nothing.
  const hasSocket = guest.state === 'CONNECTED' && guest.line_until === null;
  const lineUntil = args.line === 'socket' || hasSocket ? null : work.now + timing.reconnectGraceMs;
  if (conversation.attached_at !== null) return reconnectGuest(work, conversation, guest, { lineUntil, timing });
  await changeMember(work, guest, { state: 'CONNECTED', joined_at: work.now, line_until: lineUntil });
  await changeConversation(work, conversation, { attached_at: work.now, reap_at: null, is_waiting: 1 });
  const queue = await work.tx
    .selectFrom('queue')
    .select('name')
    .where('id', '=', conversation.queue_id)
    .executeTakeFirstOrThrow();
  await addMember(work, {
    conversation_id: conversation.id,
    role: 'ACD',
    state: 'CONNECTED',
    display_name: queue.name,
    joined_at: work.now,
  });
  await assignWaiting(work, timing, conversation.queue_id);
}
