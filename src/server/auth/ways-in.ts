/** Every way in: a credential that a caller presents, or a connection that it keeps open. */
export const waysIn = [
  'password',
  'invitation',
  'console session',
  'ticket',
  'console channel',
  'queue subscription',
  'client secret',
  'access token',
  'program channel',
  'provider',
  'guest token',
  'stream token',
  'signed data',
] as const;
export type WayIn = (typeof waysIn)[number];

/** Everything that ends some of them, each in the transaction that decides it. */
export const endings = [
  'person removed',
  'person removed by command',
  'password reset by command',
  'invitation accepted',
  'invited again',
  'address changed',
  'signed out',
  'signed out everywhere',
  'role taken by the provider',
  'left the queue',
  'left the queue by command',
  'client removed',
  'client secret renewed',
  'client given to somebody else',
  'deployment removed',
  'page no longer allowed',
  'guest left',
  'chat deleted',
  'key rotated',
  'key rotated at once',
] as const;
export type Ending = (typeof endings)[number];

/**
 * `ends`: it is rejected from then on, also where it was being used just then, and its open connections are closed.
 * `reads`: it still reads, but changes nothing. `goes on`: the ending does not affect it.
 */
export type Effect = 'ends' | 'reads' | 'goes on';

type Effects = Readonly<Partial<Record<WayIn, Exclude<Effect, 'goes on'>>>>;

const signIns = { 'console session': 'ends', ticket: 'ends', 'console channel': 'ends' } as const;
const subscription = { 'queue subscription': 'ends' } as const;
const program = { 'access token': 'ends', 'program channel': 'ends', ...subscription } as const;
const wholePerson = {
  ...signIns,
  ...program,
  password: 'ends',
  invitation: 'ends',
  'client secret': 'ends',
  provider: 'ends',
} as const;

/** What ends what; a way in that is not named goes on. Programs have their own secrets, so a new password ends none. */
const table = {
  'person removed': wholePerson,
  'person removed by command': wholePerson,
  'password reset by command': { ...signIns, password: 'ends', invitation: 'ends' },
  'invitation accepted': { ...signIns, password: 'ends', invitation: 'ends' },
  'invited again': { invitation: 'ends' },
  'address changed': { invitation: 'ends', password: 'ends' },
  'signed out': signIns,
  'signed out everywhere': signIns,
  'role taken by the provider': { ...signIns, provider: 'ends' },
  'left the queue': subscription,
  'left the queue by command': subscription,
  'client removed': { ...program, 'client secret': 'ends' },
  'client secret renewed': { ...program, 'client secret': 'ends' },
  'client given to somebody else': program,
  'deployment removed': {},
  'page no longer allowed': { 'guest token': 'ends', 'stream token': 'ends' },
  'guest left': { 'guest token': 'reads', 'stream token': 'ends' },
  'chat deleted': { 'guest token': 'ends', 'stream token': 'ends' },
  'key rotated': {},
  'key rotated at once': {
    ...program,
    'guest token': 'ends',
    'stream token': 'ends',
    'signed data': 'ends',
  },
} as const satisfies Record<Ending, Effects>;

export function effectOf(ending: Ending, way: WayIn): Effect {
  const effects: Effects = table[ending];
  return effects[way] ?? 'goes on';
}
