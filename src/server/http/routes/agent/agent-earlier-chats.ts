import type { Hono } from 'hono';
import type { EarlierChatEntityListing } from '../../../../protocol/schema/earlier-chat.ts';
import { MessageQuery } from '../../../../protocol/schema/page.ts';
import { presentEarlierChat } from '../../../presenters/chat.ts';
import { presentMessagePage } from '../../../presenters/message.ts';
import { publishOutcome, type Services } from '../../../services/services.ts';
import type { StaffEnv } from '../../middleware/authenticate.ts';
import { readQuery } from '../../middleware/validate.ts';
import { pathId } from '../request-parameters.ts';
import { readAgentCaller } from '../staff-caller.ts';

/** Our own API: earlier chats of a signed-in visitor. */
export function addAgentEarlierChatRoutes(routes: Hono<StaffEnv>, services: Services): void {
  const { storage, clock } = services;
  const earlier = '/conversations/chats/:conversationId/earlier';

  routes.get(earlier, async (c) => {
    const agent = readAgentCaller(c);
    const chats = await publishOutcome(services, storage.run('listEarlierChats', { agent, now: clock.now() }));
    const base = `/api/v2/conversations/chats/${agent.conversationId}/earlier`;
    return c.json({ entities: chats.map((chat) => presentEarlierChat(chat, base)) } satisfies EarlierChatEntityListing);
  });

  routes.get(`${earlier}/:earlierId/messages`, async (c) => {
    const agent = readAgentCaller(c);
    const earlierId = pathId(c, 'earlierId');
    const query = readQuery(c, MessageQuery);
    const listed = storage.run('listEarlierMessages', { agent, earlierId, now: clock.now(), query });
    const base = `/api/v2/conversations/chats/${agent.conversationId}/earlier/${earlierId}`;
    return c.json(presentMessagePage(await publishOutcome(services, listed), base, query));
  });
}
