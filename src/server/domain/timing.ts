/** How long things last, in milliseconds. Handed to operations, so that tests and operators may choose. */
export type Timing = {
  /** An offer to one agent. */
  alertingMs: number;
  /** Before the same agent is offered the same chat again. */
  reofferAfterMs: number;
  /** Between a guest's last lost socket and its being away. */
  reconnectGraceMs: number;
  /** Away for so long, a guest's chat is over. */
  awayEndsMs: number;
  /** Without a guest's message while an agent is connected, the chat is over. */
  inactivityMs: number;
  /** So long before that the guest is told, and can go on; 0 for not at all. */
  inactivityNoticeMs: number;
  /** A conversation that was never attached goes. */
  reapMs: number;
  mediaRequestMs: number;
};

const second = 1000;
const minute = 60 * second;

export const defaultTiming: Timing = {
  alertingMs: 30 * second,
  reofferAfterMs: 10 * second,
  reconnectGraceMs: 60 * second,
  awayEndsMs: 15 * minute,
  inactivityMs: 15 * minute,
  inactivityNoticeMs: 2 * minute,
  reapMs: 5 * minute,
  mediaRequestMs: 2 * minute,
};
