import { expect, test } from 'vitest';
import { type Candidate, chooseAgent } from './routing.ts';

const agent = (userId: string, change: Partial<Candidate> = {}): Candidate => ({
  userId,
  capacity: 4,
  load: 0,
  lastOfferAt: 0,
  skills: [],
  languages: [],
  ...change,
});
const at = { now: 100_000, reofferAfterMs: 10_000 };
const chosen = (candidates: Candidate[], earlierOffers: [string, number][] = []) =>
  chooseAgent({ skills: [], languages: [], earlierOffers: new Map(earlierOffers) }, candidates, at)?.userId;

test('no agent is chosen where none is free', () => {
  expect(chosen([])).toBeUndefined();
  expect(chosen([agent('full', { load: 4 }), agent('none', { capacity: 0 })])).toBeUndefined();
});

test('the least busy is chosen, by the share of what each can take', () => {
  expect(chosen([agent('a', { load: 1, capacity: 2 }), agent('b', { load: 1, capacity: 4 })])).toBe('b');
});

test('among the equally busy, the one without an offer for longest', () => {
  expect(chosen([agent('a', { lastOfferAt: 50 }), agent('b', { lastOfferAt: 40 })])).toBe('b');
});

test('an agent who was offered this chat comes after all who were not, however busy they are', () => {
  expect(chosen([agent('had it'), agent('busy', { load: 3 })], [['had it', 1]])).toBe('busy');
});

test('of those who were offered it the one whose offer is longest ago, and none within the pause', () => {
  const both = [agent('a'), agent('b')];

  expect(
    chosen(both, [
      ['a', 50_000],
      ['b', 40_000],
    ]),
  ).toBe('b');
  expect(
    chosen(both, [
      ['a', 90_001],
      ['b', 99_000],
    ]),
  ).toBeUndefined();
  expect(
    chosen(both, [
      ['a', 90_000],
      ['b', 99_000],
    ]),
  ).toBe('a');
});
