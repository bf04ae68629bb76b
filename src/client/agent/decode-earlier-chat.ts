import type { EarlierChat, EarlierPage } from '../../chat/agent-model.ts';
import { bag, decodeList, decodeMessage, idOf, moment, text } from '../decode-wire.ts';

export function decodeEarlierChat(wire: unknown): EarlierChat | undefined {
  const { startTime, participants } = bag(wire);
  const [id, startedAt] = [idOf(wire), moment(startTime)];
  if (!id || Number.isNaN(startedAt)) return undefined;
  const people = (Array.isArray(participants) ? participants.map(bag) : []).map((one) => {
    const isVisitor = one.purpose === 'customer';
    return [idOf(one), { name: text(one.name) ?? '', isVisitor }] as const;
  });
  return { id, startedAt, people: new Map(people) };
}

export function decodeEarlierPage(wire: unknown): EarlierPage | undefined {
  const messages = decodeList(wire, decodeMessage);
  return messages && { messages, hasMore: bag(wire).next !== undefined };
}
