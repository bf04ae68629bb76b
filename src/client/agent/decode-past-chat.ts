import { asRecord, decodeList, idOf, type JsonRecord, moment, text } from '../decode-wire.ts';
import { decodeVisitor } from './decode-agent-chat.ts';
import { decodeNote } from './decode-note.ts';
import type { PastChat, PastChatText, Wrapup } from './history-port.ts';

export function decodePastChat(wire: unknown): PastChat | undefined {
  const { startTime, endTime, deploymentId, page } = asRecord(wire);
  const [id, startedAt, endedAt] = [idOf(wire), moment(startTime), moment(endTime)];
  if (!id || Number.isNaN(startedAt) || Number.isNaN(endedAt)) return undefined;
  const people = participants(wire);
  const visitor = decodeVisitor(people.find(({ purpose }) => purpose === 'customer') ?? {});
  // Whom it only rang at took no part.
  const agents = people.filter(({ purpose, connectedTime }) => purpose === 'agent' && connectedTime);
  const queue = people.findLast(({ purpose }) => purpose === 'acd');
  return {
    id,
    startedAt,
    endedAt,
    visitor: { ...visitor, page: text(page) ?? visitor.page },
    queueName: text(queue?.name) ?? '',
    deploymentId: text(deploymentId) ?? '',
    agents: [...new Set(agents.map(nameOf))],
    wrapups: people.flatMap(wrapupOf),
  };
}

export function decodePastChatText(wire: unknown): PastChatText | undefined {
  const { conversation, notes } = asRecord(wire);
  const chat = decodePastChat(wire);
  if (!chat) return undefined;
  const people = participants(conversation).flatMap((one) => {
    const [leg] = Array.isArray(one.chats) ? one.chats : [];
    return [[idOf(leg), { name: nameOf(one), isVisitor: one.purpose === 'customer' }] as const];
  });
  return {
    ...chat,
    people: new Map(people),
    notes: decodeList({ entities: notes }, (note) => decodeNote(note, undefined)) ?? [],
  };
}

function wrapupOf(participant: JsonRecord): Wrapup[] {
  const { name, code, notes } = asRecord(participant.wrapup);
  const wrapupName = text(name) ?? text(code);
  return wrapupName === undefined ? [] : [{ by: nameOf(participant), code: wrapupName, notes: text(notes) ?? '' }];
}

const nameOf = (participant: JsonRecord) => text(participant.name) ?? '';

function participants(wire: unknown): JsonRecord[] {
  const { participants } = asRecord(wire);
  return Array.isArray(participants) ? participants.map(asRecord) : [];
}
