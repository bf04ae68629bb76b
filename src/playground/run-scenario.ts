import type { FaultyLine } from './faulty-network.ts';
import type { Step } from './scenario.ts';

/** Both ends of a chat, as a run drives them. */
export type Ends = {
  line: Pick<FaultyLine, 'inject' | 'calm' | 'isCalm'>;
  visitorSays(text: string): void;
  /** Settles once the service has it. */
  agentSays(text: string): Promise<void>;
  /** Settles once both ends know the same. */
  agree(): Promise<void>;
  /** Kills the service and waits until it is back. */
  kill(): Promise<void>;
  /** After the end of a chat: another, with an agent in it. */
  startAgain(): Promise<void>;
  pause(ms: number): Promise<void>;
};

const mostTurns = 200;

/** Plays a plan from its first fault to its last, then lets everything heal. `onStep` is told before each. */
export async function play(
  plan: readonly Step[],
  ends: Ends,
  onStep: (step: Step, index: number) => void,
  life: AbortSignal,
): Promise<void> {
  for (const [index, step] of plan.entries()) {
    if (life.aborted) break;
    onStep(step, index);
    await playStep(step, index + 1, ends);
    await ends.pause(step.pauseMs);
  }
  await heal(ends);
}

/** What still waits for something to happen to gets it, so that each fault of a plan strikes. */
async function heal({ line, visitorSays, agentSays, agree, pause }: Ends): Promise<void> {
  for (let turn = 1; turn <= mostTurns && !line.isCalm(); turn++) {
    visitorSays(`Visitor again ${turn}`);
    await agentSays(`Agent again ${turn}`);
    await pause(3_000);
    // What comes while the line is lost hits nothing.
    await agree();
  }
  line.calm();
  await agree();
}

async function playStep({ fault, says }: Step, number: number, ends: Ends): Promise<void> {
  if (fault.kind === 'expiry') {
    // What is under way when a chat's credentials end is told as not sent: it has to have arrived before.
    await heal(ends);
    ends.line.inject(fault);
    await ends.startAgain();
    return;
  }
  ends.line.inject(fault);
  if (fault.kind === 'kill') await ends.kill();
  if (says !== 'agent') ends.visitorSays(`Visitor ${number}`);
  if (says !== 'visitor') await ends.agentSays(`Agent ${number}`);
}
