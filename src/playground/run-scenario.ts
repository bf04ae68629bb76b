import type { FaultyNetwork } from './faulty-network.ts';
import type { Step } from './scenario.ts';

/** Both ends of a chat, as a run drives them. */
export type ChatEnds = {
  network: Pick<FaultyNetwork, 'inject' | 'clearFaults' | 'isHealthy'>;
  sendAsVisitor(text: string): void;
  /** Settles once the service has it. */
  sendAsAgent(text: string): Promise<void>;
  /** Settles once both ends know the same. */
  waitForAgreement(): Promise<void>;
  /** Kills the service and waits until it is back. */
  killService(): Promise<void>;
  /** After the end of a chat: another, with an agent in it. */
  startNextChat(): Promise<void>;
  pause(ms: number): Promise<void>;
};

const maxTurns = 200;

/** Runs a scenario from its first fault to its last, then waits for recovery. `onStep` is called before each step. */
export async function runScenario(
  plan: readonly Step[],
  ends: ChatEnds,
  onStep: (step: Step, index: number) => void,
  life: AbortSignal,
): Promise<void> {
  for (const [index, step] of plan.entries()) {
    if (life.aborted) break;
    onStep(step, index);
    await runStep(step, index + 1, ends);
    await ends.pause(step.pauseMs);
  }
  await heal(ends);
}

/** Sends messages until each armed fault has taken effect. */
async function heal({ network, sendAsVisitor, sendAsAgent, waitForAgreement, pause }: ChatEnds): Promise<void> {
  for (let turn = 1; turn <= maxTurns && !network.isHealthy(); turn++) {
    sendAsVisitor(`Visitor again ${turn}`);
    await sendAsAgent(`Agent again ${turn}`);
    await pause(3_000);
    // What comes while the line is lost hits nothing.
    await waitForAgreement();
  }
  network.clearFaults();
  await waitForAgreement();
}

async function runStep({ fault, senders }: Step, number: number, ends: ChatEnds): Promise<void> {
  if (fault.kind === 'expiry') {
    // A message under way when the credentials of a chat end is shown as not sent, so it has to arrive before.
    await heal(ends);
    ends.network.inject(fault);
    await ends.startNextChat();
    return;
  }
  ends.network.inject(fault);
  if (fault.kind === 'kill') await ends.killService();
  if (senders !== 'agent') ends.sendAsVisitor(`Visitor ${number}`);
  if (senders !== 'visitor') await ends.sendAsAgent(`Agent ${number}`);
}
