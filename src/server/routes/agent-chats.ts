import type { Hono } from 'hono';
import { EndConversationRequest, MediaParticipantRequest } from '../../protocol/schema/agent.ts';
import { MemberQuery } from '../../protocol/schema/page.ts';
import { requireUser, type StaffEnv } from '../middleware/authenticate.ts';
import { readBody, readQuery } from '../middleware/validate.ts';
import { type Services, settle } from '../services.ts';
import { chatToWire, conversationToWire } from '../wire/chat.ts';
import { membersToWire, memberToWire } from '../wire/member.ts';
import { agentBase, agentCaller } from './agent-caller.ts';
import { pathId } from './guest-caller.ts';

const stateCodes = { state: { missing: 'communication.state.required', wrong: 'invalid.value' } } as const;

export function addAgentChatRoutes(routes: Hono<StaffEnv>, services: Services): void {
  const { storage, clock, settings } = services;

  routes.get('/conversations/chats', async (c) => {
    const { userId } = requireUser(c);
    const chats = await settle(services, storage.run('listChats', { userId, now: clock.now() }));
    return c.json({
      entities: chats.map(chatToWire),
      pageSize: chats.length,
      pageNumber: 1,
      pageCount: 1,
      total: chats.length,
      selfUri: '/api/v2/conversations/chats',
    });
  });

  routes.get('/conversations/chats/:conversationId', async (c) => {
    const agent = agentCaller(c);
    return c.json(chatToWire(await settle(services, storage.run('getChat', { agent, now: clock.now() }))));
  });

  routes.get('/conversations/:conversationId', async (c) => {
    const agent = agentCaller(c);
    return c.json(conversationToWire(await settle(services, storage.run('getChat', { agent, now: clock.now() }))));
  });

  routes.patch('/conversations/chats/:conversationId', async (c) => {
    const agent = agentCaller(c);
    await readBody(c, EndConversationRequest, stateCodes);
    await settle(services, storage.run('endChat', { agent, now: clock.now(), timing: settings.timing }));
    return c.json(chatToWire(await settle(services, storage.run('getChat', { agent, now: clock.now() }))));
  });

  for (const path of [
    '/conversations/chats/:conversationId/participants/:participantId',
    '/conversations/chats/:conversationId/participants/:participantId/communications/:communicationId',
  ]) {
    routes.patch(path, async (c) => {
      const agent = agentCaller(c);
      const { state } = await readBody(c, MediaParticipantRequest, stateCodes);
      const participantId = pathId(c, 'participantId') ?? '';
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
    const memberId = pathId(c, 'memberId') ?? '';
    return c.json(
      memberToWire(await settle(services, storage.run('getMember', { agent, now: clock.now(), memberId }))),
    );
  });
}
