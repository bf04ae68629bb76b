import type { Hono } from 'hono';
import { createMessageFieldCodes } from '../../../../protocol/error-codes.ts';
import { CreateWebChatMessageRequest } from '../../../../protocol/schema/message.ts';
import { MessageQuery } from '../../../../protocol/schema/page.ts';
import { presentMessage, presentMessagePage, presentTyping } from '../../../presenters/message.ts';
import { publishOutcome, type Services } from '../../../services/services.ts';
import type { StaffEnv } from '../../middleware/authenticate.ts';
import { readBody, readQuery } from '../../middleware/validate.ts';
import { pathId, readIdempotencyKey } from '../request-parameters.ts';
import { agentBase, readAgentCaller } from '../staff-caller.ts';

export function addAgentMessageRoutes(routes: Hono<StaffEnv>, services: Services): void {
  const { storage, clock, settings, limiter } = services;
  const chat = '/conversations/chats/:conversationId';

  routes.get(`${chat}/messages`, async (c) => {
    const agent = readAgentCaller(c);
    const query = readQuery(c, MessageQuery);
    const listed = await publishOutcome(services, storage.run('listMessages', { agent, now: clock.now(), query }));
    return c.json(presentMessagePage(listed, agentBase(agent), query));
  });

  routes.get(`${chat}/messages/:messageId`, async (c) => {
    const agent = readAgentCaller(c);
    const messageId = pathId(c, 'messageId');
    const message = await publishOutcome(services, storage.run('getMessage', { agent, now: clock.now(), messageId }));
    return c.json(presentMessage(message, agentBase(agent)));
  });

  routes.post(`${chat}/communications/:communicationId/messages`, async (c) => {
    const agent = readAgentCaller(c);
    limiter.takeToken(`agent:${agent.userId}`, settings.limits.agentMessage);
    const { body, bodyType } = await readBody(c, CreateWebChatMessageRequest, createMessageFieldCodes);
    const sent = storage.run('sendMessage', {
      agent,
      now: clock.now(),
      timing: settings.timing,
      communicationId: pathId(c, 'communicationId'),
      text: { body, bodyType, key: readIdempotencyKey(c) },
    });
    return c.json(presentMessage(await publishOutcome(services, sent), agentBase(agent)));
  });

  routes.post(`${chat}/communications/:communicationId/typing`, async (c) => {
    const agent = readAgentCaller(c);
    const communicationId = pathId(c, 'communicationId');
    const typed = storage.run('sendTyping', { agent, now: clock.now(), communicationId });
    return c.json(presentTyping(await publishOutcome(services, typed)));
  });
}
