import type { Context, Hono } from 'hono';
import { HistoryQuery, PersonQuery } from '../../../../protocol/schema/history.ts';
import { MessageQuery } from '../../../../protocol/schema/page.ts';
import { iso, isoOrUndefined } from '../../../core/clock.ts';
import type { Chat } from '../../../domain/chat-event.ts';
import { presentChat, presentConversation } from '../../../presenters/chat.ts';
import { presentMessage, presentMessagePage, presentNote } from '../../../presenters/message.ts';
import { publishOutcome, type Services } from '../../../services/services.ts';
import type { Reader } from '../../../storage/operations/history.ts';
import { requireUser, type StaffEnv } from '../../middleware/authenticate.ts';
import { readQuery } from '../../middleware/validate.ts';
import { pathId } from '../request-parameters.ts';
import { readAct } from '../staff-caller.ts';

const base = '/conversations/history';

/** Our own API: search and read chats that are over. */
export function addHistoryRoutes(routes: Hono<StaffEnv>, services: Services): void {
  const { storage, clock } = services;

  routes.get(base, async (c) => {
    const reader = readerOf(c);
    const { pageSize, ...query } = readQuery(c, HistoryQuery);
    const searched = storage.run('searchHistory', { now: clock.now(), reader, query: { ...query, most: pageSize } });
    const { chats, hasMore, unindexed } = await publishOutcome(services, searched);
    const last = chats.at(-1);
    return c.json({
      entities: chats.map(presentSummary),
      unindexedChats: unindexed,
      ...(hasMore && last ? { next: nextPage(c, last) } : {}),
    });
  });

  routes.get(`${base}/:conversationId`, async (c) => {
    const reader = readerOf(c);
    const conversationId = pathId(c, 'conversationId');
    const { chat, notes } = await publishOutcome(
      services,
      storage.run('getHistory', { now: clock.now(), reader, conversationId }),
    );
    return c.json({
      ...presentSummary(chat),
      conversation: presentConversation(chat),
      notes: notes.map((note) => presentNote(note, reader.userId)),
    });
  });

  routes.get(`${base}/:conversationId/messages`, async (c) => {
    const reader = readerOf(c);
    const conversationId = pathId(c, 'conversationId');
    const query = readQuery(c, MessageQuery);
    const listed = storage.run('listHistoryMessages', { now: clock.now(), reader, conversationId, query });
    return c.json(
      presentMessagePage(await publishOutcome(services, listed), `/api/v2${base}/${conversationId}`, query),
    );
  });
}

/** Exports or deletes the stored data of one person, found by their e-mail address. */
export function addPersonalDataRoutes(routes: Hono<StaffEnv>, services: Services): void {
  const { storage, clock } = services;
  const permission = 'conversation:personalData:edit';

  routes.get('/personaldata', async (c) => {
    const act = readAct(c, permission, clock);
    const { email } = readQuery(c, PersonQuery);
    const chats = await publishOutcome(services, storage.run('exportPerson', { act, email }));
    c.header('Content-Disposition', 'attachment; filename="personal-data.json"');
    return c.json({
      email,
      chats: chats.map(({ chat, messages, notes, mediaRequests, data }) => ({
        ...presentSummary(chat),
        messages: messages.map((one) => presentMessage(one, `/api/v2${base}/${chat.conversation.id}`)),
        notes: notes.map((note) => presentNote(note, '')),
        mediaRequests: mediaRequests.map(({ id, types, state, created_at, requested_by }) => ({
          id,
          types: JSON.parse(types),
          state,
          timestamp: iso(created_at),
          requestedBy: requested_by,
        })),
        data,
      })),
    });
  });

  routes.delete('/personaldata', async (c) => {
    const act = readAct(c, permission, clock);
    const { email } = readQuery(c, PersonQuery);
    const deleted = await publishOutcome(services, storage.run('deletePerson', { act, email }));
    return c.json({ deleted });
  });
}

function readerOf(c: Context<StaffEnv>): Reader {
  const { userId, organizationId, permissions } = requireUser(c);
  return { userId, organizationId, seesAll: permissions.has('conversation:history:viewAll') };
}

function presentSummary(chat: Chat) {
  const { created_at, ended_at, queue_id, deployment_id, page } = chat.conversation;
  return {
    ...presentChat(chat),
    startTime: iso(created_at),
    endTime: isoOrUndefined(ended_at),
    queueId: queue_id,
    deploymentId: deployment_id,
    ...(page === null ? {} : { page }),
    selfUri: `/api/v2${base}/${chat.conversation.id}`,
  };
}

function nextPage(c: Context, { conversation }: Chat): string {
  const query = new URL(c.req.url).searchParams;
  query.set('after', conversation.id);
  return `/api/v2${base}?${query}`;
}
