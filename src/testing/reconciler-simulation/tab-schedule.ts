import fc from 'fast-check';
import type { StorageKind } from './simulated-browser.ts';
import type { NetworkFault } from './simulated-guest-service.ts';

/** One thing that happens to the tabs of a visitor. `tab` counts the tabs that are not closed. */
export type TabStep =
  | { type: 'open' | 'agent-writes' | 'agent-ends' | 'drop-sockets' | 'service-down' | 'service-up' }
  | { type: 'write' | 'draft' | 'end' | 'begin-anew' | 'offline-lie' | 'glance'; tab: number }
  | { type: 'kill' | 'close' | 'reload' | 'freeze' | 'thaw' | 'put-away' | 'come-back'; tab: number }
  | { type: 'fault'; fault: NetworkFault }
  | { type: 'wait'; ms: number };

export type TabSchedule = { kind: StorageKind; hasLocks: boolean; isOurs: boolean; seed: number; steps: TabStep[] };

const fault: fc.Arbitrary<NetworkFault> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      on: fc.constantFrom('send' as const, 'send' as const, 'send' as const, 'create' as const),
      kind: fc.constantFrom(
        'refused' as const,
        'lost-before' as const,
        'lost-after' as const,
        'late-commit' as const,
        'error-after' as const,
      ),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ on: 'list', kind: 'error' } as const) },
  {
    weight: 2,
    arbitrary: fc.record({
      on: fc.constant('frame' as const),
      kind: fc.constantFrom('lost' as const, 'late' as const, 'twice' as const),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ on: 'socket', kind: 'refused' } as const) },
);

const weights: [weight: number, type: Extract<TabStep, { tab: number }>['type']][] = [
  [14, 'write'],
  [3, 'draft'],
  [3, 'end'],
  [10, 'begin-anew'],
  [1, 'offline-lie'],
  [1, 'glance'],
  [4, 'kill'],
  [4, 'close'],
  [4, 'reload'],
  [2, 'freeze'],
  [2, 'thaw'],
  [2, 'put-away'],
  [2, 'come-back'],
];

const step: fc.Arbitrary<TabStep> = fc.oneof(
  ...weights.map(([weight, type]) => ({
    weight,
    arbitrary: fc.record({ type: fc.constant(type), tab: fc.nat(3) }) as fc.Arbitrary<TabStep>,
  })),
  ...(
    [
      [9, 'open'],
      [3, 'agent-writes'],
      [1, 'agent-ends'],
      [2, 'drop-sockets'],
      [5, 'service-down'],
      [5, 'service-up'],
    ] as const
  ).map(([weight, type]) => ({ weight, arbitrary: fc.constant<TabStep>({ type }) })),
  { weight: 8, arbitrary: fc.record({ type: fc.constant('fault' as const), fault }) },
  {
    weight: 16,
    arbitrary: fc.record({
      type: fc.constant('wait' as const),
      ms: fc.constantFrom(0, 5, 40, 200, 1_000, 2_500, 9_000, 40_000),
    }),
  },
);

/** Any course of things; most browsers share a local storage and have locks, as that is where most can go wrong. */
export const anyTabSchedule: fc.Arbitrary<TabSchedule> = fc.record({
  kind: fc.constantFrom<StorageKind>('local', 'local', 'local', 'local', 'session', 'session', 'session', 'none'),
  hasLocks: fc.constantFrom(true, true, true, true, true, true, true, false),
  isOurs: fc.constantFrom(true, true, true, true, true, false),
  seed: fc.nat(1_000_000_000),
  steps: fc.array(step, { minLength: 4, maxLength: 30, size: 'max' }),
});
