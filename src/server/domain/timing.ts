/** Durations in milliseconds. Operations take them as arguments, so that tests and operators may choose. */
export type Timing = {
  /** How long an offer to one agent lasts. */
  alertingMs: number;
  /** Pause before the same agent is offered the same chat again. */
  reofferAfterMs: number;
  /** Time from the loss of a guest's last socket until the guest counts as away. */
  reconnectGraceMs: number;
  /** Time until the chat of an away guest ends. */
  awayEndsMs: number;
  /** Time without a guest's message, while an agent is connected, until the chat ends. */
  inactivityMs: number;
  /** How long before that the guest is warned; 0 for no warning. */
  inactivityNoticeMs: number;
  /** Time until a conversation that was never attached is deleted. */
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
