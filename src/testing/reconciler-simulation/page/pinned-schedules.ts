import type { Schedule } from './schedule.ts';
import type { Variant } from './simulate.ts';

export type PinnedSchedule = { name: string; variant: Variant; schedule: Schedule };

/** Shrunk failures of the past, each a mistake that was made once. */
export const pinnedSchedules: PinnedSchedule[] = [
  {
    name: 'a resync after a failed one leaves no timer behind at the end',
    variant: { isOurs: true },
    schedule: {
      seed: 0,
      happenings: [{ type: 'fault', fault: { on: 'list', kind: 'error' } }, { type: 'drop' }, { type: 'end' }],
    },
  },
  {
    name: 'an unknown cursor of an older page does not turn the running catch-up around',
    variant: { isOurs: true },
    schedule: {
      seed: 81_524_271,
      happenings: [
        { type: 'wait', ms: 45_000 },
        { type: 'drop' },
        { type: 'fault', fault: { on: 'list', kind: 'unknown-cursor' } },
        { type: 'scroll' },
        { type: 'write', body: 'a' },
      ],
    },
  },
  {
    name: 'a service that ignores the cursor does not move it back, though live frames reach behind the window',
    variant: { isOurs: false, isVeryLate: true },
    schedule: {
      seed: 995_475_154,
      happenings: [
        { type: 'wait', ms: 200 },
        { type: 'flood' },
        { type: 'wait', ms: 12_000 },
        { type: 'fault', fault: { on: 'list', kind: 'cursor-ignored' } },
        { type: 'drop' },
        { type: 'agent', body: 'a' },
      ],
    },
  },
  {
    name: 'lists that failed before the end do not count for the last catch-up',
    variant: { isOurs: true },
    schedule: {
      seed: 113_365_492,
      happenings: [
        { type: 'drop' },
        { type: 'fault', fault: { on: 'list', kind: 'error' } },
        { type: 'fault', fault: { on: 'list', kind: 'error' } },
        { type: 'wait', ms: 1_500 },
        { type: 'agent', body: 'a' },
        { type: 'end' },
      ],
    },
  },
  {
    name: 'the message a text was posted behind is never taken for it',
    variant: { isOurs: false, hasEqualTimes: true },
    schedule: {
      seed: 0,
      happenings: [
        { type: 'write', body: 'ok' },
        { type: 'wait', ms: 45_000 },
        { type: 'crash' },
        { type: 'wait', ms: 1_500 },
        { type: 'fault', fault: { on: 'post', kind: 'refused', delayMs: 100 } },
        { type: 'write', body: 'ok' },
        { type: 'fault', fault: { on: 'list', kind: 'unknown-cursor' } },
        { type: 'drop' },
        { type: 'write', body: 'a' },
      ],
    },
  },
  {
    name: 'where no list can be had, a message that came may change places with an unconfirmed text once it is settled',
    variant: { isOurs: true },
    schedule: {
      seed: 0,
      happenings: [
        { type: 'fault', fault: { on: 'post', kind: 'error-after', delayMs: 100 } },
        { type: 'wait', ms: 12_000 },
        { type: 'fault', fault: { on: 'list', kind: 'error' } },
        { type: 'fault', fault: { on: 'list', kind: 'error' } },
        { type: 'write', body: 'a' },
        { type: 'drop' },
        { type: 'wait', ms: 1_500 },
        { type: 'agent', body: 'a' },
        { type: 'wait', ms: 0 },
      ],
    },
  },
];
