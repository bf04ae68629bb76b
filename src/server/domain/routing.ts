/** What somebody can do, or a chat asks for; names in lower case. */
export type Abilities = { skills: readonly string[]; languages: readonly string[] };

/** An agent on queue, as far as offering chats is concerned. */
export type Candidate = Abilities & {
  userId: string;
  capacity: number;
  /** Chats alerting or connected. */
  load: number;
  /** When this agent's last offer of anything began; 0 for never. */
  lastOfferAt: number;
};

/** A chat that wants an agent. */
export type WaitingChat = Abilities & {
  id: string;
  /** The greater, the sooner. */
  priority: number;
  waitingSince: number;
  /** For each agent who had this chat already: when that ended. */
  earlierOffers: ReadonlyMap<string, number>;
};

export type Offer = { chatId: string; userId: string };
export type RoutingTimes = { now: number; reofferAfterMs: number };

/** The order in which chats get their turn: priority first, then the one that waits longest. */
export function compareWaiting(
  a: Pick<WaitingChat, 'id' | 'priority' | 'waitingSince'>,
  b: Pick<WaitingChat, 'id' | 'priority' | 'waitingSince'>,
): number {
  return b.priority - a.priority || a.waitingSince - b.waitingSince || (a.id < b.id ? -1 : Number(a.id > b.id));
}

/**
 * Who is offered what now: each chat to one agent at most, nobody above capacity, and whoever cannot be served is
 * passed over without holding up those behind. Agents are as they were; the answer counts its own offers.
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
 * Who is offered this chat next: somebody free and able who did not have it yet, else the one whose turn is longest
 * ago and has had a pause. Among equals the least busy, then whoever was offered nothing for longest.
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
 * What of a chat's wishes counts: those that some member of its queue has, on queue or not. A wish that nobody there
 * could ever meet (a name mistyped in a page's tag) would keep its visitor waiting for ever.
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

/** Has room for one more chat, and all skills and the language that it asks for. */
export function isFreeFor(agent: Candidate, chat: Abilities): boolean {
  return hasCapacity(agent) && isAble(agent, chat);
}

function isAble(agent: Abilities, chat: Abilities): boolean {
  return (
    chat.skills.every((name) => agent.skills.includes(name)) &&
    chat.languages.every((name) => agent.languages.includes(name))
  );
}
