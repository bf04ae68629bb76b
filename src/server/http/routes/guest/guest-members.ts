import type { Hono } from 'hono';
import { MemberQuery } from '../../../../protocol/schema/page.ts';
import { presentMember, presentMemberPage } from '../../../presenters/member.ts';
import { publishOutcome, type Services } from '../../../services/services.ts';
import type { GuestEnv } from '../../middleware/authenticate.ts';
import { readQuery } from '../../middleware/validate.ts';
import { pathId } from '../request-parameters.ts';
import { attachByPolling, guestBase, requireReadingGuest, requireWritingGuest } from './guest-caller.ts';

export function addGuestMemberRoutes(routes: Hono<GuestEnv>, services: Services): void {
  const { storage, clock, settings, limiter } = services;

  routes.get('/:conversationId/members', async (c) => {
    const guest = requireReadingGuest(c);
    limiter.takeToken(`list:${guest.memberId}`, settings.limits.guestList);
    const query = readQuery(c, MemberQuery);
    await attachByPolling(c, services, guest);
    const members = await publishOutcome(services, storage.run('listMembers', { guest, now: clock.now() }));
    return c.json(presentMemberPage(members, guestBase(guest), query));
  });

  routes.get('/:conversationId/members/:memberId', async (c) => {
    const guest = requireReadingGuest(c);
    limiter.takeToken(`list:${guest.memberId}`, settings.limits.guestList);
    const memberId = pathId(c, 'memberId');
    return c.json(
      presentMember(await publishOutcome(services, storage.run('getMember', { guest, now: clock.now(), memberId }))),
    );
  });

  routes.delete('/:conversationId/members/:memberId', async (c) => {
    const guest = requireWritingGuest(c);
    await publishOutcome(
      services,
      storage.run('leaveAsGuest', { ...guest, now: clock.now(), timing: settings.timing }),
    );
    return c.body(null, 204);
  });
}
