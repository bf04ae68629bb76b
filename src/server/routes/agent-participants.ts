import type { Hono } from 'hono';
import { MediaParticipantRequest } from '../../protocol/schema/agent.ts';
import { MemberQuery } from '../../protocol/schema/page.ts';
import { requirePermission, type StaffEnv } from '../middleware/authenticate.ts';
import { readBody, readQuery } from '../middleware/validate.ts';
import { type Services, settle } from '../services.ts';
import { membersToWire, memberToWire } from '../wire/member.ts';
import { agentBase, agentCaller } from './agent-caller.ts';
import { stateCodes } from './agent-chats.ts';
import { pathId } from './path-id.ts';

/** Any one of them, as the platform has it. */
const participantPermissions = [
  'conversation:participant:wrapup',
  'conversation:call:record',
  'conversation:communication:disconnect',
];

/** Answering and leaving, and who is in a chat as its guest sees it. */
export function addAgentParticipantRoutes(routes: Hono<StaffEnv>, services: Services): void {
  const { storage, clock, settings } = services;

  for (const path of [
    '/conversations/chats/:conversationId/participants/:participantId',
    '/conversations/chats/:conversationId/participants/:participantId/communications/:communicationId',
  ]) {
    routes.patch(path, async (c) => {
      requirePermission(c.var.staff, ...participantPermissions);
      const agent = agentCaller(c);
      const { state } = await readBody(c, MediaParticipantRequest, stateCodes);
      const participantId = pathId(c, 'participantId');
      const change = { agent, now: clock.now(), timing: settings.timing, participantId, state };
      await settle(services, storage.run('changeParticipant', change));
      return c.body(null, 202);
    });
  }

  routes.get('/conversations/chats/:conversationId/members', async (c) => {
    const agent = agentCaller(c);
    const query = readQuery(c, MemberQuery);
    const members = await settle(services, storage.run('listMembers', { agent, now: clock.now() }));
    return c.json(membersToWire(members, agentBase(agent), query));
  });

  routes.get('/conversations/chats/:conversationId/members/:memberId', async (c) => {
    const agent = agentCaller(c);
    const memberId = pathId(c, 'memberId');
    return c.json(
      memberToWire(await settle(services, storage.run('getMember', { agent, now: clock.now(), memberId }))),
    );
  });
}
