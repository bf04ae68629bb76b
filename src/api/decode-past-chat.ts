import type { PastChat, PastDetails, PastPage, PastSearch } from '../chat/past-chat.ts';
import { decodeParticipants } from './decode-agent-chat.ts';
import { decodeNote } from './decode-note.ts';
import { bag, decodeList, idOf, moment, text } from './decode-wire.ts';

export function decodePastPage(wire: unknown): PastPage | undefined {
  const chats = decodeList(wire, decodePastChat);
  return chats && { chats, hasMore: bag(wire).next !== undefined };
}

export function decodePastDetails(wire: unknown): PastDetails | undefined {
  const chat = decodePastChat(wire);
  const { conversation, notes } = bag(wire);
  if (!chat) return undefined;
  return {
    chat,
    members: decodeParticipants(conversation),
    notes: (Array.isArray(notes) ? notes : []).flatMap((note) => decodeNote(note, undefined) ?? []),
    wrapups: participantsOf(wire).flatMap(({ name, wrapup }) => {
      const said = bag(wrapup);
      const about = text(said.name) ?? text(said.code);
      return about ? [{ agentName: text(name) ?? '', name: about, notes: text(said.notes) ?? '' }] : [];
    }),
  };
}

/** The last day is meant whole. */
export function searchQuery({ from, to, ...words }: PastSearch, after: string | undefined): Record<string, string> {
  const given = Object.entries({
    ...words,
    from: from && new Date(`${from}T00:00:00`).toISOString(),
    to: to && new Date(new Date(`${to}T00:00:00`).getTime() + dayMs).toISOString(),
    after,
  });
  return Object.fromEntries(given.filter((entry): entry is [string, string] => Boolean(entry[1])));
}

const dayMs = 24 * 60 * 60 * 1000;

function decodePastChat(wire: unknown): PastChat | undefined {
  const [id, startedAt] = [idOf(wire), moment(bag(wire).startTime)];
  if (!id || Number.isNaN(startedAt)) return undefined;
  const named = (purpose: string) =>
    participantsOf(wire).flatMap((one) => (one.purpose === purpose ? [text(one.name) ?? ''] : []));
  // An agent who was only asked is nobody to the visitor.
  const agents = participantsOf(wire).filter((one) => one.purpose === 'agent' && one.connectedTime !== undefined);
  return {
    id,
    startedAt,
    visitorName: named('customer')[0] ?? '',
    queueName: named('acd').at(-1) ?? '',
    agentNames: [...new Set(agents.map(({ name }) => text(name) ?? ''))],
  };
}

function participantsOf(wire: unknown) {
  const { participants } = bag(wire);
  return Array.isArray(participants) ? participants.map(bag) : [];
}
