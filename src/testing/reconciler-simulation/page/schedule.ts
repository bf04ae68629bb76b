import fc from 'fast-check';

/** What may go wrong once, at the next use of its line. */
export type Fault =
  | {
      on: 'post';
      kind:
        | 'refused'
        | 'limited'
        | 'lost-before'
        | 'lost-after'
        | 'error-before'
        | 'error-after'
        | 'late-commit'
        | 'late-answer'
        | 'crash';
      delayMs: number;
    }
  | { on: 'frame'; kind: 'lost' | 'late' | 'twice' | 'malformed' }
  | { on: 'list'; kind: 'error' | 'unknown-cursor' | 'cursor-ignored' }
  | { on: 'socket'; kind: 'refused' };

/** One thing that happens in a schedule. */
export type Happening =
  | { type: 'write'; body: string }
  | { type: 'agent'; body: string }
  | { type: 'elsewhere'; body: string }
  | { type: 'flood' }
  | { type: 'wait'; ms: number }
  | { type: 'drop' | 'scroll' | 'crash' | 'wake' | 'hide' | 'show' | 'retry' | 'end' }
  | { type: 'fault'; fault: Fault };

const postFaults = [
  'refused',
  'limited',
  'lost-before',
  'lost-after',
  'error-before',
  'error-after',
  'late-commit',
  'late-answer',
  'crash',
] as const;

const fault: fc.Arbitrary<Fault> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      on: fc.constant('post' as const),
      kind: fc.constantFrom(...postFaults),
      delayMs: fc.integer({ min: 100, max: 25_000 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      on: fc.constant('frame' as const),
      kind: fc.constantFrom('lost' as const, 'late' as const, 'twice' as const, 'malformed' as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      on: fc.constant('list' as const),
      kind: fc.constantFrom('error' as const, 'error' as const, 'unknown-cursor' as const, 'cursor-ignored' as const),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ on: 'socket', kind: 'refused' } as const) },
);

const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 15,
    arbitrary: fc.record({ type: fc.constant('write' as const), body: fc.constantFrom('a', 'b', 'ok') }),
  },
  {
    weight: 12,
    arbitrary: fc.record({ type: fc.constant('agent' as const), body: fc.constantFrom('a', 'b', 'hi') }),
  },
  {
    weight: 15,
    arbitrary: fc.record({
      type: fc.constant('wait' as const),
      ms: fc.constantFrom(0, 5, 30, 200, 1_500, 12_000, 45_000),
    }),
  },
  { weight: 18, arbitrary: fc.record({ type: fc.constant('fault' as const), fault }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('elsewhere' as const), body: fc.constantFrom('a', 'ok') }) },
  ...(
    [
      ['drop', 6],
      ['scroll', 6],
      ['crash', 4],
      ['wake', 1],
      ['hide', 1],
      ['show', 1],
      ['retry', 2],
      ['flood', 1],
      ['end', 1],
    ] as const
  ).map(([type, weight]) => ({ weight, arbitrary: fc.constant<Happening>({ type }) })),
);

export type Schedule = { happenings: Happening[]; seed: number };

/** Any course of things, long ones as likely as short ones. */
export const anySchedule: fc.Arbitrary<Schedule> = fc.record({
  happenings: fc.array(happening, { minLength: 1, maxLength: 40, size: 'max' }),
  seed: fc.integer({ min: 0, max: 1_000_000_000 }),
});
