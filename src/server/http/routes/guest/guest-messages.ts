import type { Hono } from 'hono';
import { createMessageFieldCodes } from '../../../../protocol/error-codes.ts';
import { CreateWebChatMessageRequest } from '../../../../protocol/schema/message.ts';
import { MessageQuery } from '../../../../protocol/schema/page.ts';
import { presentMessage, presentMessagePage, presentTyping } from '../../../presenters/message.ts';
import { publishOutcome, type Services } from '../../../services/services.ts';
import type { GuestEnv } from '../../middleware/authenticate.ts';
import { readBody, readQuery } from '../../middleware/validate.ts';
import { pathId, readIdempotencyKey } from '../request-parameters.ts';
import { attachByPolling, guestBase, requireReadingGuest, requireWritingGuest } from './guest-caller.ts';

export function addGuestMessageRoutes(routes: Hono<GuestEnv>, services: Services): void {
  const { storage, clock, settings, limiter } = services;

  routes.post('/:conversationId/members/:memberId/messages', async (c) => {
    const guest = requireWritingGuest(c);
    limiter.takeToken(`message:${guest.memberId}`, settings.limits.guestMessage);
    const { body, bodyType } = await readBody(c, CreateWebChatMessageRequest, createMessageFieldCodes);
    const text = { body, bodyType, key: readIdempotencyKey(c) };
    const sent = storage.run('sendMessage', { guest, now: clock.now(), timing: settings.timing, text });
    return c.json(presentMessage(await publishOutcome(services, sent), guestBase(guest)));
  });

  routes.post('/:conversationId/members/:memberId/typing', async (c) => {
    const guest = requireWritingGuest(c);
    limiter.takeToken(`typing:${guest.memberId}`, settings.limits.guestTyping);
    return c.json(
      presentTyping(await publishOutcome(services, storage.run('sendTyping', { guest, now: clock.now() }))),
    );
  });

  routes.get('/:conversationId/messages', async (c) => {
    const guest = requireReadingGuest(c);
    limiter.takeToken(`list:${guest.memberId}`, settings.limits.guestList);
    const query = readQuery(c, MessageQuery);
    await attachByPolling(c, services, guest);
    const listed = await publishOutcome(services, storage.run('listMessages', { guest, now: clock.now(), query }));
    return c.json(presentMessagePage(listed, guestBase(guest), query));
  });

  routes.get('/:conversationId/messages/:messageId', async (c) => {
    const guest = requireReadingGuest(c);
    limiter.takeToken(`list:${guest.memberId}`, settings.limits.guestList);
    const messageId = pathId(c, 'messageId');
    const message = await publishOutcome(services, storage.run('getMessage', { guest, now: clock.now(), messageId }));
    return c.json(presentMessage(message, guestBase(guest)));
  });
}
