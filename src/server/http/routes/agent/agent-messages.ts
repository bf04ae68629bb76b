import type { Hono } from 'hono';
import { createMessageFieldCodes } from '../../../../protocol/error-codes.ts';
import { CreateWebChatMessageRequest } from '../../../../protocol/schema/message.ts';
import { MessageQuery } from '../../../../protocol/schema/page.ts';
import { messagesToWire, messageToWire, typingToWire } from '../../../presenters/message.ts';
import { type Services, settle } from '../../../services/services.ts';
import type { StaffEnv } from '../../middleware/authenticate.ts';
import { readBody, readQuery } from '../../middleware/validate.ts';
import { readIdempotencyKey } from '../idempotency-key.ts';
import { pathId } from '../path-id.ts';
import { agentBase, agentCaller } from './agent-caller.ts';

export function addAgentMessageRoutes(routes: Hono<StaffEnv>, services: Services): void {
  const { storage, clock, settings, limiter } = services;
  const chat = '/conversations/chats/:conversationId';

  routes.get(`${chat}/messages`, async (c) => {
    const agent = agentCaller(c);
    const query = readQuery(c, MessageQuery);
    const listed = await settle(services, storage.run('listMessages', { agent, now: clock.now(), query }));
    return c.json(messagesToWire(listed, agentBase(agent), query));
  });

  routes.get(`${chat}/messages/:messageId`, async (c) => {
    const agent = agentCaller(c);
    const messageId = pathId(c, 'messageId');
    const message = await settle(services, storage.run('getMessage', { agent, now: clock.now(), messageId }));
    return c.json(messageToWire(message, agentBase(agent)));
  });

  routes.post(`${chat}/communications/:communicationId/messages`, async (c) => {
    const agent = agentCaller(c);
    limiter.spend(`agent:${agent.userId}`, settings.limits.agentMessage);
    const { body, bodyType } = await readBody(c, CreateWebChatMessageRequest, createMessageFieldCodes);
    const sent = storage.run('sendMessage', {
      agent,
      now: clock.now(),
      timing: settings.timing,
      communicationId: pathId(c, 'communicationId'),
      text: { body, bodyType, key: readIdempotencyKey(c) },
    });
    return c.json(messageToWire(await settle(services, sent), agentBase(agent)));
  });

  routes.post(`${chat}/communications/:communicationId/typing`, async (c) => {
    const agent = agentCaller(c);
    const communicationId = pathId(c, 'communicationId');
    const typed = storage.run('type', { agent, now: clock.now(), communicationId });
    return c.json(typingToWire(await settle(services, typed)));
  });
}
