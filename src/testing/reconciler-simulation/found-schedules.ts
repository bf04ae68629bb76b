import type { TabSchedule } from './tab-schedule.ts';

/** Short forms of schedules in which the shipped code once lost or doubled a text: what holds now, and how it was found. */
export const foundSchedules: { promise: string; schedule: TabSchedule }[] = [
  {
    promise: 'a reloaded page believes what it kept itself, not what others heard of it before',
    schedule: {
      kind: 'session',
      hasLocks: true,
      isOurs: true,
      seed: 3,
      steps: [
        { type: 'open' },
        { type: 'write', tab: 1 },
        { type: 'open' },
        { type: 'wait', ms: 40 },
        { type: 'freeze', tab: 1 },
        { type: 'write', tab: 1 },
        { type: 'reload', tab: 1 },
      ],
    },
  },
  {
    promise: 'a text that was taken over a moment after its page came back is not kept there again',
    schedule: {
      kind: 'local',
      hasLocks: true,
      isOurs: false,
      seed: 29,
      steps: [
        { type: 'open' },
        { type: 'write', tab: 1 },
        { type: 'open' },
        { type: 'put-away', tab: 1 },
        { type: 'write', tab: 0 },
        { type: 'kill', tab: 0 },
      ],
    },
  },
  {
    promise: 'a frozen page that has not fetched its engine yet knows later who took a text over',
    schedule: {
      kind: 'session',
      hasLocks: true,
      isOurs: false,
      seed: 673606830,
      steps: [
        { type: 'open' },
        { type: 'open' },
        { type: 'open' },
        { type: 'write', tab: 3 },
        { type: 'freeze', tab: 0 },
        { type: 'kill', tab: 3 },
        { type: 'begin-anew', tab: 1 },
        { type: 'wait', ms: 9000 },
        { type: 'kill', tab: 1 },
      ],
    },
  },
  {
    promise: 'a page that comes back lets go of what was taken over before it joins a conversation',
    schedule: {
      kind: 'local',
      hasLocks: true,
      isOurs: false,
      seed: 4,
      steps: [
        { type: 'open' },
        { type: 'write', tab: 1 },
        { type: 'service-down' },
        { type: 'wait', ms: 40000 },
        { type: 'service-up' },
        { type: 'put-away', tab: 1 },
        { type: 'wait', ms: 200 },
      ],
    },
  },
  {
    promise:
      'a page that heard of a chat from one that had not heard of its end yet goes on to the next chat with the others',
    schedule: {
      kind: 'session',
      hasLocks: true,
      isOurs: true,
      seed: 4,
      steps: [
        { type: 'open' },
        { type: 'begin-anew', tab: 0 },
        { type: 'open' },
        { type: 'wait', ms: 200 },
        { type: 'begin-anew', tab: 0 },
        { type: 'open' },
        { type: 'service-down' },
        { type: 'wait', ms: 40 },
        { type: 'kill', tab: 0 },
        { type: 'write', tab: 0 },
      ],
    },
  },
  {
    promise: 'a tab says that it took a text over as long as it has it, sent or not',
    schedule: {
      kind: 'session',
      hasLocks: true,
      isOurs: false,
      seed: 338760887,
      steps: [
        { type: 'open' },
        { type: 'write', tab: 0 },
        { type: 'put-away', tab: 0 },
        { type: 'wait', ms: 40000 },
        { type: 'write', tab: 1 },
      ],
    },
  },
  {
    promise: 'a page whose chat ended a moment ago does not show as failed what another tab had sent',
    schedule: {
      kind: 'session',
      hasLocks: true,
      isOurs: false,
      seed: 1,
      steps: [
        { type: 'open' },
        { type: 'write', tab: 0 },
        { type: 'open' },
        { type: 'put-away', tab: 0 },
        { type: 'wait', ms: 40000 },
        { type: 'end', tab: 0 },
      ],
    },
  },
  {
    promise: 'a page that came back and took its text back is watched again, should it close',
    schedule: {
      kind: 'session',
      hasLocks: true,
      isOurs: true,
      seed: 650740644,
      steps: [
        { type: 'write', tab: 0 },
        { type: 'open' },
        { type: 'wait', ms: 40 },
        { type: 'put-away', tab: 0 },
        { type: 'wait', ms: 9000 },
        { type: 'end', tab: 0 },
        { type: 'kill', tab: 0 },
      ],
    },
  },
];
