import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Candidate, compareWaiting, keepSatisfiable, planAssignments, type WaitingChat } from './routing.ts';

const times = { now: 1_000_000, reofferAfterMs: 10_000 };
const users = ['a', 'b', 'c', 'd'];
const names = ['billing', 'refunds'];
const skills = fc.subarray(names);
const languages = fc.subarray(['de', 'en']);

const agentsOf = fc
  .record({
    capacity: fc.array(fc.nat(4), { minLength: users.length, maxLength: users.length }),
    load: fc.array(fc.nat(5), { minLength: users.length, maxLength: users.length }),
    skills: fc.array(skills, { minLength: users.length, maxLength: users.length }),
    languages: fc.array(languages, { minLength: users.length, maxLength: users.length }),
  })
  .map((all): Candidate[] =>
    users.map((userId, index) => ({
      userId,
      capacity: all.capacity[index] ?? 0,
      load: all.load[index] ?? 0,
      lastOfferAt: index,
      skills: all.skills[index] ?? [],
      languages: all.languages[index] ?? [],
    })),
  );

const chatsOf = fc.uniqueArray(
  fc.record({
    id: fc.uuid(),
    priority: fc.nat(3),
    waitingSince: fc.nat(5),
    skills,
    languages: fc.subarray(['de', 'en'], { maxLength: 1 }),
    earlierOffers: fc
      .array(fc.tuple(fc.constantFrom(...users), fc.integer({ min: 980_000, max: 1_000_000 })))
      .map((rows) => {
        return new Map(rows) as ReadonlyMap<string, number>;
      }),
  }),
  { selector: ({ id }) => id, maxLength: 12 },
);

const plan = (chats: readonly WaitingChat[], agents: readonly Candidate[]) => planAssignments(chats, agents, times);
const canServe = (agent: Candidate, chat: WaitingChat) =>
  chat.skills.every((name) => agent.skills.includes(name)) &&
  chat.languages.every((name) => agent.languages.includes(name)) &&
  (chat.earlierOffers.get(agent.userId) ?? -Infinity) + times.reofferAfterMs <= times.now;
const taken = (offers: readonly { userId: string }[], userId: string) =>
  offers.filter((offer) => offer.userId === userId).length;

test('no agent is offered more than their capacity, and a chat goes to one agent who can serve it', () => {
  fc.assert(
    fc.property(chatsOf, agentsOf, (chats, agents) => {
      const offers = plan(chats, agents);

      expect(new Set(offers.map(({ chatId }) => chatId)).size).toBe(offers.length);
      for (const agent of agents) {
        expect(taken(offers, agent.userId)).toBeLessThanOrEqual(Math.max(0, agent.capacity - agent.load));
      }
      for (const { chatId, userId } of offers) {
        const chat = chats.find(({ id }) => id === chatId);
        const agent = agents.find((one) => one.userId === userId);
        expect(chat && agent && canServe(agent, chat)).toBe(true);
      }
    }),
  );
});

test('a chat that is left waiting could be served by no agent who is still free', () => {
  fc.assert(
    fc.property(chatsOf, agentsOf, (chats, agents) => {
      const offers = plan(chats, agents);
      const offered = new Set(offers.map(({ chatId }) => chatId));
      const free = agents.filter(({ userId, load, capacity }) => load + taken(offers, userId) < capacity);

      for (const chat of chats.filter(({ id }) => !offered.has(id))) {
        expect(free.filter((agent) => canServe(agent, chat))).toEqual([]);
      }
    }),
  );
});

test('no later chat takes an agent from one that is more urgent, or as urgent and waiting longer', () => {
  fc.assert(
    fc.property(chatsOf, agentsOf, (chats, agents) => {
      const [last, ...before] = chats.toSorted(compareWaiting).toReversed();
      if (!last) return;

      expect(plan(chats, agents).filter(({ chatId }) => chatId !== last.id)).toEqual(plan(before, agents));
    }),
  );
});

test('the only free agent gets the most urgent chat, and among those the one that waits longest', () => {
  const agent: Candidate = {
    userId: 'e',
    capacity: 1,
    load: 0,
    lastOfferAt: 0,
    skills: names,
    languages: ['de', 'en'],
  };
  fc.assert(
    fc.property(chatsOf, (chats) => {
      const [offer] = plan(chats, [agent]);
      const chosen = chats.find(({ id }) => id === offer?.chatId);
      const urgent = chats.filter(({ priority }) => priority === Math.max(...chats.map((chat) => chat.priority)));

      expect(chosen?.priority).toBe(urgent[0]?.priority);
      expect(chosen?.waitingSince).toBe(
        urgent.length === 0 ? undefined : Math.min(...urgent.map(({ waitingSince }) => waitingSince)),
      );
    }),
  );
});

test('no chat starves: at one priority the one that waits longest is served before all later ones', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(3), { minLength: 1, maxLength: 30 }), (arrivals) => {
      const agent: Candidate = { userId: 'a', capacity: 1, load: 0, lastOfferAt: 0, skills: [], languages: [] };
      let waiting: WaitingChat[] = [];
      const served: string[] = [];
      let count = 0;
      // Each turn some more come, and one is served and goes.
      for (let turn = 0; turn < arrivals.length || waiting.length > 0; turn += 1) {
        for (let come = arrivals[turn] ?? 0; come > 0; come -= 1) {
          const id = String(count).padStart(4, '0');
          waiting.push({ id, priority: 0, waitingSince: turn, skills: [], languages: [], earlierOffers: new Map() });
          count += 1;
        }
        const [offer] = plan(waiting, [agent]);
        if (offer) served.push(offer.chatId);
        waiting = waiting.filter(({ id }) => id !== offer?.chatId);
      }

      expect(served).toEqual(served.toSorted());
      expect(served).toHaveLength(count);
    }),
  );
});

test('of a chat’s requirements only those count that a member of the queue has', () => {
  const members = [{ skills: ['billing'], languages: ['de'] }];

  expect(keepSatisfiable({ skills: ['billing', 'biling'], languages: ['tlh'] }, members)).toEqual({
    skills: ['billing'],
    languages: [],
  });
});
