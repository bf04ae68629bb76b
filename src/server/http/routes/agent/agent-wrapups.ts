import type { Context, Hono } from 'hono';
import type { FieldCodes } from '../../../../protocol/error-codes.ts';
import { SetRecordingState, type WrapupCode, WrapupInput } from '../../../../protocol/schema/agent.ts';
import { ApiError } from '../../../core/api-error.ts';
import { iso } from '../../../core/clock.ts';
import { publishOutcome, type Services } from '../../../services/services.ts';
import { requirePermission, type StaffEnv } from '../../middleware/authenticate.ts';
import { readBody } from '../../middleware/validate.ts';
import { pathId } from '../request-parameters.ts';
import { readAgentCaller } from '../staff-caller.ts';

export const wrapupCodes: FieldCodes = {
  code: { missing: 'conversation.error.wrapup.code.required', wrong: 'invalid.value' },
};
const participant = '/conversations/chats/:conversationId/participants/:participantId';

/** Wrap-ups by the agents of a chat, and the recording state, which is always NONE. */
export function addAgentWrapupRoutes(routes: Hono<StaffEnv>, services: Services): void {
  const { storage, clock } = services;
  const place = (c: Context<StaffEnv>, communicationId?: string) => ({
    agent: readAgentCaller(c),
    now: clock.now(),
    participantId: pathId(c, 'participantId'),
    communicationId,
  });

  async function answerWrapup(c: Context<StaffEnv>, communicationId?: string): Promise<Response> {
    return c.json((await publishOutcome(services, storage.run('getWrapup', place(c, communicationId)))) ?? {});
  }

  routes.get(`${participant}/wrapup`, (c) => answerWrapup(c));

  routes.get(`${participant}/wrapupcodes`, async (c) => {
    const codes = await publishOutcome(services, storage.run('listWrapupCodes', place(c)));
    return c.json(codes.map(({ id, name, created_at }): WrapupCode => ({ id, name, dateCreated: iso(created_at) })));
  });

  const ofCommunication = `${participant}/communications/:communicationId/wrapup`;
  routes.get(ofCommunication, (c) => answerWrapup(c, pathId(c, 'communicationId')));
  routes.post(ofCommunication, async (c) => {
    requirePermission(c.var.staff, 'conversation:participant:wrapup');
    const own = place(c, pathId(c, 'communicationId'));
    const wrapup = await readBody(c, WrapupInput, wrapupCodes);
    await publishOutcome(services, storage.run('putWrapup', { ...own, wrapup }));
    return c.body(null, 202);
  });

  routes.put('/conversations/chats/:conversationId/recordingstate', async (c) => {
    requirePermission(c.var.staff, 'conversation:recording:pauseOthers');
    const agent = readAgentCaller(c);
    const { recordingState } = await readBody(c, SetRecordingState, recordingCodes);
    await publishOutcome(services, storage.run('getChat', { agent, now: clock.now() }));
    if (recordingState !== 'NONE') throw notRecorded();
    return c.body(null, 202);
  });
}

const recordingCodes = { recordingState: { missing: 'invalid.value', wrong: 'invalid.value' } } as const;

export const notRecorded = () =>
  new ApiError('invalid.value', 'Chats are not recorded here: the state is always NONE.');
