import type { Hono } from 'hono';
import { createConversationFieldCodes } from '../../protocol/error-codes.ts';
import {
  CreateWebChatConversationRequest,
  type CreateWebChatConversationResponse,
} from '../../protocol/schema/conversation.ts';
import { limits } from '../../protocol/schema/primitives.ts';
import type { GuestEnv } from '../middleware/authenticate.ts';
import { readBody } from '../middleware/validate.ts';
import { type Services, settle } from '../services.ts';
import { guestStreamPath } from '../stream/paths.ts';
import { clientAddress, socketBase } from './addresses.ts';

/** What this service can do beyond the plain API; a client uses it only when told. */
const capabilities = 'idempotency-key, seq, poll';

export function addCreateRoute(routes: Hono<GuestEnv>, services: Services): void {
  const { storage, tokens, clock, settings, limiter } = services;

  routes.post('/', async (c) => {
    limiter.spend(`create:${clientAddress(c, settings)}`, settings.limits.create);
    const request = await readBody(c, CreateWebChatConversationRequest, createConversationFieldCodes);
    const created = await settle(
      services,
      storage.run('createConversation', {
        now: clock.now(),
        timing: settings.timing,
        request,
        origin: c.req.header('Origin'),
        page: c.req.header('Referer')?.slice(0, limits.address),
      }),
    );
    const [guest, stream] = await Promise.all([tokens.issueGuest(created), tokens.issueStream(created)]);
    c.header('Webchat-Capabilities', capabilities);
    return c.json({
      id: created.conversationId,
      jwt: guest.token,
      eventStreamUri: `${socketBase(c, settings)}${guestStreamPath}${stream.token}`,
      member: { id: created.memberId },
    } satisfies CreateWebChatConversationResponse);
  });
}
