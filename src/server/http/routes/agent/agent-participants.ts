import type { Context, Hono } from 'hono';
import { MediaParticipantRequest, ParticipantAttributes, TransferRequest } from '../../../../protocol/schema/agent.ts';
import { MemberQuery } from '../../../../protocol/schema/page.ts';
import { ApiError } from '../../../core/api-error.ts';
import { presentMember, presentMemberPage } from '../../../presenters/member.ts';
import { publishOutcome, type Services } from '../../../services/services.ts';
import type { TransferTarget } from '../../../storage/operations/transfers.ts';
import { requirePermission, type StaffEnv } from '../../middleware/authenticate.ts';
import { readBody, readQuery } from '../../middleware/validate.ts';
import { pathId } from '../request-parameters.ts';
import { agentBase, readAgentCaller } from '../staff-caller.ts';
import { stateCodes } from './agent-chats.ts';
import { notRecorded, wrapupCodes } from './agent-wrapups.ts';

/** Any one of these is enough, as on the platform. */
const participantPermissions = [
  'conversation:participant:wrapup',
  'conversation:call:record',
  'conversation:communication:disconnect',
];
const participants = '/conversations/chats/:conversationId/participants';

/** Answering, leaving and transferring a chat, and its members as the guest sees them. */
export function addAgentParticipantRoutes(routes: Hono<StaffEnv>, services: Services): void {
  const { storage, clock, settings } = services;

  async function changeParticipant(c: Context<StaffEnv>, communicationId?: string): Promise<Response> {
    requirePermission(c.var.staff, ...participantPermissions);
    const agent = readAgentCaller(c);
    const request = await readBody(c, MediaParticipantRequest, { ...stateCodes, ...wrapupCodes });
    const { state, held, wrapup, wrapupSkipped } = request;
    const place = { agent, now: clock.now(), participantId: pathId(c, 'participantId'), communicationId };
    if (request.recording) throw notRecorded();
    if (Object.values(request).every((value) => value === undefined)) throw stateRequired();
    if (wrapup) await publishOutcome(services, storage.run('putWrapup', { ...place, wrapup }));
    if (state !== undefined || held !== undefined) {
      const change = { ...place, timing: settings.timing, state, held };
      await publishOutcome(services, storage.run('changeParticipant', change));
    }
    if (wrapupSkipped) await publishOutcome(services, storage.run('skipWrapup', place));
    return c.body(null, 202);
  }

  routes.patch(`${participants}/:participantId`, (c) => changeParticipant(c));
  routes.patch(`${participants}/:participantId/communications/:communicationId`, (c) =>
    changeParticipant(c, pathId(c, 'communicationId')),
  );

  routes.patch(`${participants}/:participantId/attributes`, async (c) => {
    const agent = readAgentCaller(c);
    const { attributes } = await readBody(c, ParticipantAttributes);
    const place = { agent, now: clock.now(), participantId: pathId(c, 'participantId') };
    await publishOutcome(services, storage.run('changeAttributes', { ...place, attributes }));
    return c.body(null, 202);
  });

  routes.post(`${participants}/:participantId/replace`, async (c) => {
    requirePermission(c.var.staff, 'conversation:communication:blindTransfer');
    const agent = readAgentCaller(c);
    const request = await readBody(c, TransferRequest);
    const replace = storage.run('replaceParticipant', {
      agent,
      now: clock.now(),
      timing: settings.timing,
      participantId: pathId(c, 'participantId'),
      target: targetOf(request),
      note: request.note,
      isAttended: request.transferType === 'Attended',
    });
    await publishOutcome(services, replace);
    return c.body(null, 202);
  });

  addMemberRoutes(routes, services);
}

function addMemberRoutes(routes: Hono<StaffEnv>, services: Services): void {
  const { storage, clock } = services;
  const members = '/conversations/chats/:conversationId/members';

  routes.get(members, async (c) => {
    const agent = readAgentCaller(c);
    const query = readQuery(c, MemberQuery);
    const listed = await publishOutcome(services, storage.run('listMembers', { agent, now: clock.now() }));
    return c.json(presentMemberPage(listed, agentBase(agent), query));
  });

  routes.get(`${members}/:memberId`, async (c) => {
    const agent = readAgentCaller(c);
    const memberId = pathId(c, 'memberId');
    return c.json(
      presentMember(await publishOutcome(services, storage.run('getMember', { agent, now: clock.now(), memberId }))),
    );
  });
}

function targetOf({ queueId, userId, userName, address }: TransferRequest): TransferTarget {
  const targets: TransferTarget[] = [
    ...(queueId ? [{ queueId }] : []),
    ...(userId ? [{ userId }] : []),
    ...(userName ? [{ userName }] : []),
    ...(address ? [{ any: address }] : []),
  ];
  const [target, second] = targets;
  if (target && !second) return target;
  throw new ApiError('bad.request', 'Name one to hand the chat over to: queueId, userId, userName or address.');
}

const stateRequired = () =>
  new ApiError('communication.state.required', 'Say what shall change: state, held, wrapup or wrapupSkipped.');
