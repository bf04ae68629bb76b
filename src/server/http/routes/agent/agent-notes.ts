import type { Hono } from 'hono';
import { CreateNoteRequest, type NoteEntityListing } from '../../../../protocol/schema/note.ts';
import { noteToWire } from '../../../presenters/note.ts';
import { type Services, settle } from '../../../services/services.ts';
import type { StaffEnv } from '../../middleware/authenticate.ts';
import { readBody } from '../../middleware/validate.ts';
import { readIdempotencyKey } from '../idempotency-key.ts';
import { agentCaller } from './agent-caller.ts';

/** Ours: what agents write to each other about a chat. */
export function addAgentNoteRoutes(routes: Hono<StaffEnv>, services: Services): void {
  const { storage, clock, settings, limiter } = services;
  const notes = '/conversations/chats/:conversationId/notes';

  routes.get(notes, async (c) => {
    const agent = agentCaller(c);
    const listed = await settle(services, storage.run('listNotes', { agent, now: clock.now() }));
    return c.json({ entities: listed.map((note) => noteToWire(note, agent.userId)) } satisfies NoteEntityListing);
  });

  routes.post(notes, async (c) => {
    const agent = agentCaller(c);
    limiter.spend(`agent:${agent.userId}`, settings.limits.agentMessage);
    const { body } = await readBody(c, CreateNoteRequest);
    const written = storage.run('writeNote', { agent, now: clock.now(), body, key: readIdempotencyKey(c) });
    return c.json(noteToWire(await settle(services, written), agent.userId));
  });
}
