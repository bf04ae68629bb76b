import type { Hono } from 'hono';
import { MemberQuery } from '../../../../protocol/schema/page.ts';
import { membersToWire, memberToWire } from '../../../presenters/member.ts';
import { type Services, settle } from '../../../services/services.ts';
import type { GuestEnv } from '../../middleware/authenticate.ts';
import { readQuery } from '../../middleware/validate.ts';
import { pathId } from '../path-id.ts';
import { attachByPolling, guestBase, readingGuest, writingGuest } from './guest-caller.ts';

export function addGuestMemberRoutes(routes: Hono<GuestEnv>, services: Services): void {
  const { storage, clock, settings, limiter } = services;

  routes.get('/:conversationId/members', async (c) => {
    const guest = readingGuest(c);
    limiter.spend(`list:${guest.memberId}`, settings.limits.guestList);
    const query = readQuery(c, MemberQuery);
    await attachByPolling(c, services, guest);
    const members = await settle(services, storage.run('listMembers', { guest, now: clock.now() }));
    return c.json(membersToWire(members, guestBase(guest), query));
  });

  routes.get('/:conversationId/members/:memberId', async (c) => {
    const guest = readingGuest(c);
    limiter.spend(`list:${guest.memberId}`, settings.limits.guestList);
    const memberId = pathId(c, 'memberId');
    return c.json(
      memberToWire(await settle(services, storage.run('getMember', { guest, now: clock.now(), memberId }))),
    );
  });

  routes.delete('/:conversationId/members/:memberId', async (c) => {
    const guest = writingGuest(c);
    await settle(services, storage.run('guestLeaves', { ...guest, now: clock.now(), timing: settings.timing }));
    return c.body(null, 204);
  });
}
