import type { Hono } from 'hono';
import { createConversationFieldCodes } from '../../../../protocol/error-codes.ts';
import {
  CreateWebChatConversationRequest,
  type CreateWebChatConversationResponse,
} from '../../../../protocol/schema/conversation.ts';
import { limits } from '../../../../protocol/schema/primitives.ts';
import { ApiError } from '../../../core/api-error.ts';
import type { SignedDataClaims } from '../../../domain/token-claims.ts';
import { guestStreamUri } from '../../../realtime/stream-paths.ts';
import { publishOutcome, type Services } from '../../../services/services.ts';
import type { GuestEnv } from '../../middleware/authenticate.ts';
import { readBody } from '../../middleware/validate.ts';
import { clientNetwork, socketBase } from '../addresses.ts';

/** The service's extensions of the API; a client uses them only where this header names them. */
const capabilities = 'idempotency-key, seq, poll';

export function addCreateRoute(routes: Hono<GuestEnv>, services: Services): void {
  const { storage, tokens, clock, settings, limiter } = services;

  routes.post('/', async (c) => {
    limiter.takeToken(`create:${clientNetwork(c, settings)}`, settings.limits.create);
    const request = await readBody(c, CreateWebChatConversationRequest, createConversationFieldCodes);
    const created = await publishOutcome(
      services,
      storage.run('createConversation', {
        now: clock.now(),
        timing: settings.timing,
        request,
        signed: await readSignedData(services, request.memberAuthToken),
        origin: c.req.header('Origin'),
        page: c.req.header('Referer')?.slice(0, limits.address),
      }),
    );
    const [guest, stream] = await Promise.all([tokens.issueGuest(created), tokens.issueStream(created)]);
    c.header('Webchat-Capabilities', capabilities);
    return c.json({
      id: created.conversationId,
      jwt: guest.token,
      eventStreamUri: guestStreamUri(socketBase(c, settings), stream.token),
      member: { id: created.memberId },
    } satisfies CreateWebChatConversationResponse);
  });
}

/** Undefined for an invalid token: the deployment decides whether one is required. */
async function readSignedData({ tokens }: Services, token: string | undefined): Promise<SignedDataClaims | undefined> {
  if (!token) return undefined;
  try {
    return await tokens.verifySignedData(token);
  } catch (thrown) {
    if (thrown instanceof ApiError) return undefined;
    throw thrown;
  }
}
