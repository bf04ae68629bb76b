/** What an agent can do, or a chat requires; names in lower case. */
export type Abilities = { skills: readonly string[]; languages: readonly string[] };

/** An agent on queue, with what routing needs to know. */
export type Candidate = Abilities & {
  userId: string;
  capacity: number;
  /** Number of chats that are alerting or connected. */
  load: number;
  /** When this agent's last offer of any chat began; 0 for never. */
  lastOfferAt: number;
};

/** A chat that needs an agent. */
export type WaitingChat = Abilities & {
  id: string;
  /** A greater number is served sooner. */
  priority: number;
  waitingSince: number;
  /** For each agent who was offered this chat before: when that offer ended. */
  earlierOffers: ReadonlyMap<string, number>;
};

export type Offer = { chatId: string; userId: string };
export type RoutingTimes = { now: number; reofferAfterMs: number };

/** The order in which chats are offered: by priority, then by waiting time. */
export function compareWaiting(
  a: Pick<WaitingChat, 'id' | 'priority' | 'waitingSince'>,
  b: Pick<WaitingChat, 'id' | 'priority' | 'waitingSince'>,
): number {
  return b.priority - a.priority || a.waitingSince - b.waitingSince || (a.id < b.id ? -1 : Number(a.id > b.id));
}

/**
 * Which agent is offered which chat now: each chat to one agent at most, and no agent above capacity. A chat that no
 * agent can take does not block the chats behind it. Does not change `agents`.
 */
export function planAssignments(
  waiting: readonly WaitingChat[],
  agents: readonly Candidate[],
  times: RoutingTimes,
): Offer[] {
  const current = agents.map((agent) => ({ ...agent }));
  const offers: Offer[] = [];
  for (const chat of waiting.toSorted(compareWaiting)) {
    const agent = chooseAgent(chat, current, times);
    if (!agent) continue;
    agent.load += 1;
    agent.lastOfferAt = times.now;
    offers.push({ chatId: chat.id, userId: agent.userId });
  }
  return offers;
}

/**
 * The agent who is offered this chat next: one with capacity and the skills who was not offered it yet, else the one
 * whose offer is longest ago and who has had a pause. Among equals the least busy, then the longest without an offer.
 */
export function chooseAgent<Agent extends Candidate>(
  chat: Abilities & Pick<WaitingChat, 'earlierOffers'>,
  agents: readonly Agent[],
  { now, reofferAfterMs }: RoutingTimes,
): Agent | undefined {
  const { earlierOffers } = chat;
  return agents
    .filter((agent) => isFreeFor(agent, chat))
    .filter(({ userId }) => (earlierOffers.get(userId) ?? -Infinity) + reofferAfterMs <= now)
    .sort(
      (a, b) =>
        (earlierOffers.get(a.userId) ?? 0) - (earlierOffers.get(b.userId) ?? 0) ||
        a.load / a.capacity - b.load / b.capacity ||
        a.lastOfferAt - b.lastOfferAt,
    )[0];
}

/**
 * The requirements of a chat that at least one member of its queue has, on queue or not. One that no member has, such as
 * a mistyped name in a page's tag, would make the visitor wait for ever.
 */
export function keepSatisfiable(requirements: Abilities, members: readonly Abilities[]): Abilities {
  const known = (kind: keyof Abilities) => new Set(members.flatMap((member) => member[kind]));
  const [skills, languages] = [known('skills'), known('languages')];
  return {
    skills: requirements.skills.filter((name) => skills.has(name)),
    languages: requirements.languages.filter((name) => languages.has(name)),
  };
}

export function hasCapacity({ load, capacity }: Pick<Candidate, 'load' | 'capacity'>): boolean {
  return load < capacity;
}

/** Whether the agent has capacity for one more chat, and the skills and language that it requires. */
export function isFreeFor(agent: Candidate, chat: Abilities): boolean {
  return hasCapacity(agent) && isAble(agent, chat);
}

function isAble(agent: Abilities, chat: Abilities): boolean {
  return (
    chat.skills.every((name) => agent.skills.includes(name)) &&
    chat.languages.every((name) => agent.languages.includes(name))
  );
}
