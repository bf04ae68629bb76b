import type { EarlierChat, EarlierPage } from '../../chat/agent-model.ts';
import { asRecord, decodeList, decodeMessage, idOf, moment, text } from '../decode-wire.ts';

export function decodeEarlierChat(wire: unknown): EarlierChat | undefined {
  const { startTime, participants } = asRecord(wire);
  const [id, startedAt] = [idOf(wire), moment(startTime)];
  if (!id || Number.isNaN(startedAt)) return undefined;
  const people = (Array.isArray(participants) ? participants.map(asRecord) : []).map((one) => {
    const isVisitor = one.purpose === 'customer';
    return [idOf(one), { name: text(one.name) ?? '', isVisitor }] as const;
  });
  return { id, startedAt, people: new Map(people) };
}

export function decodeEarlierPage(wire: unknown): EarlierPage | undefined {
  const messages = decodeList(wire, decodeMessage);
  return messages && { messages, hasMore: asRecord(wire).next !== undefined };
}
