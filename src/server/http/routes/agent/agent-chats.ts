import type { Hono } from 'hono';
import { EndConversationRequest } from '../../../../protocol/schema/agent.ts';
import { ChatQuery } from '../../../../protocol/schema/page.ts';
import { presentChat, presentConversation } from '../../../presenters/chat.ts';
import { publishOutcome, type Services } from '../../../services/services.ts';
import { requirePermission, requireUser, type StaffEnv } from '../../middleware/authenticate.ts';
import { readBody, readQuery } from '../../middleware/validate.ts';
import { readAgentCaller } from '../staff-caller.ts';

export const stateCodes = { state: { missing: 'communication.state.required', wrong: 'invalid.value' } } as const;

export function addAgentChatRoutes(routes: Hono<StaffEnv>, services: Services): void {
  const { storage, clock, settings } = services;

  routes.get('/conversations/chats', async (c) => {
    const { userId } = requireUser(c);
    const { wrapup } = readQuery(c, ChatQuery);
    const asked = { userId, now: clock.now(), withPending: wrapup === 'pending' };
    const chats = await publishOutcome(services, storage.run('listChats', asked));
    return c.json({
      entities: chats.map(presentChat),
      pageSize: chats.length,
      pageNumber: 1,
      pageCount: 1,
      total: chats.length,
      selfUri: '/api/v2/conversations/chats',
    });
  });

  routes.get('/conversations/chats/:conversationId', async (c) => {
    const agent = readAgentCaller(c);
    return c.json(presentChat(await publishOutcome(services, storage.run('getChat', { agent, now: clock.now() }))));
  });

  routes.get('/conversations/:conversationId', async (c) => {
    const agent = readAgentCaller(c);
    return c.json(
      presentConversation(await publishOutcome(services, storage.run('getChat', { agent, now: clock.now() }))),
    );
  });

  routes.patch('/conversations/chats/:conversationId', async (c) => {
    requirePermission(c.var.staff, 'conversation:communication:disconnect');
    const agent = readAgentCaller(c);
    await readBody(c, EndConversationRequest, stateCodes);
    await publishOutcome(services, storage.run('endChat', { agent, now: clock.now(), timing: settings.timing }));
    return c.json(presentChat(await publishOutcome(services, storage.run('getChat', { agent, now: clock.now() }))));
  });
}
