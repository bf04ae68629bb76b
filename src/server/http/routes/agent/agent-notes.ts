import type { Hono } from 'hono';
import { CreateNoteRequest, type NoteEntityListing } from '../../../../protocol/schema/note.ts';
import { presentNote } from '../../../presenters/message.ts';
import { publishOutcome, type Services } from '../../../services/services.ts';
import type { StaffEnv } from '../../middleware/authenticate.ts';
import { readBody } from '../../middleware/validate.ts';
import { readIdempotencyKey } from '../request-parameters.ts';
import { readAgentCaller } from '../staff-caller.ts';

/** Our own API: agents' notes about a chat. */
export function addAgentNoteRoutes(routes: Hono<StaffEnv>, services: Services): void {
  const { storage, clock, settings, limiter } = services;
  const notes = '/conversations/chats/:conversationId/notes';

  routes.get(notes, async (c) => {
    const agent = readAgentCaller(c);
    const listed = await publishOutcome(services, storage.run('listNotes', { agent, now: clock.now() }));
    return c.json({ entities: listed.map((note) => presentNote(note, agent.userId)) } satisfies NoteEntityListing);
  });

  routes.post(notes, async (c) => {
    const agent = readAgentCaller(c);
    limiter.takeToken(`agent:${agent.userId}`, settings.limits.agentMessage);
    const { body } = await readBody(c, CreateNoteRequest);
    const written = storage.run('writeNote', { agent, now: clock.now(), body, key: readIdempotencyKey(c) });
    return c.json(presentNote(await publishOutcome(services, written), agent.userId));
  });
}
