import type { Signal } from '@preact/signals';
import type { Setting } from '../address.ts';
import { createScenario, type Fault, type FaultKind, faultKinds } from '../scenario.ts';
import type { RunState, Session } from '../session.ts';

type FaultsProps = { session: Session; setting: Signal<Setting>; canCrash: boolean };

const faultLabels: Readonly<Record<FaultKind, string>> = {
  latency: 'Latency',
  tunnel: 'Tunnel',
  drop: 'Drop',
  duplicate: 'Duplicate',
  reorder: 'Reorder',
  limit: '429',
  error: '500 after commit',
  expiry: 'Expiry',
  kill: 'Server crash',
};
/** At once, by a button; an expiry and a crash cost a chat or a start, and are for runs. */
const single: readonly Fault[] = [
  { kind: 'latency', on: 'frame', ms: 2_000 },
  { kind: 'tunnel', on: 'frame', ms: 8_000 },
  { kind: 'drop', on: 'frame', ms: 0 },
  { kind: 'duplicate', on: 'frame', ms: 0 },
  { kind: 'reorder', on: 'frame', ms: 0 },
  { kind: 'limit', on: 'request', ms: 0 },
  { kind: 'error', on: 'answer', ms: 0 },
];

/** What goes wrong on the visitor's line, and what comes of it. */
export function Faults({ session, setting, canCrash }: FaultsProps) {
  const { lost, doubled, swapped, onTheWay } = session.count.value;
  const { seed, length, kinds } = setting.value;
  const run = session.runState.value;
  const isPlaying = run.state === 'playing';
  const possible = kinds.filter((kind) => kind !== 'kill' || canCrash);
  const set = (part: Partial<Setting>) => {
    setting.value = { ...setting.value, ...part };
  };
  const toggle = (kind: FaultKind, isOn: boolean) =>
    set({ kinds: faultKinds.filter((one) => (one === kind ? isOn : kinds.includes(one))) });
  const number = (name: 'seed' | 'length', most: number) => (event: { currentTarget: HTMLInputElement }) =>
    set({ [name]: Math.min(Math.max(Math.floor(event.currentTarget.valueAsNumber) || 1, 1), most) });
  return (
    <>
      <h2>Faults</h2>
      <p class="counters">
        <output aria-label="Lost, doubled, swapped">
          lost <b data-bad={lost > 0}>{lost}</b> · doubled <b data-bad={doubled > 0}>{doubled}</b> · swapped{' '}
          <b data-bad={swapped > 0}>{swapped}</b>
        </output>{' '}
        <small>
          {onTheWay > 0 ? `${onTheWay} on the way` : 'both ends agree'} · {countHits(session)} faults so far
        </small>
      </p>
      <fieldset>
        <legend>Let one happen now</legend>
        {single.map((fault) => (
          <button key={fault.kind} type="button" onClick={() => session.inject(fault)}>
            {faultLabels[fault.kind]}
          </button>
        ))}
        <button type="button" onClick={() => session.plant('loss')}>
          Plant a loss
        </button>
        <button type="button" onClick={() => session.plant('double')}>
          Plant a double
        </button>
      </fieldset>
      <fieldset>
        <legend>Play a run</legend>
        {faultKinds.map((kind) => (
          <label key={kind} class="check">
            <input
              type="checkbox"
              checked={kinds.includes(kind)}
              disabled={kind === 'kill' && !canCrash}
              onChange={(event) => toggle(kind, event.currentTarget.checked)}
            />
            {faultLabels[kind]}
          </label>
        ))}
        <label>
          Seed <input type="number" min="1" value={seed} onChange={number('seed', 4_294_967_295)} />
        </label>
        <label>
          Faults <input type="number" min="1" max="500" value={length} onChange={number('length', 500)} />
        </label>
        <button
          type="button"
          onClick={() =>
            isPlaying ? session.stopRun() : void session.runScenario(createScenario(seed, length, possible))
          }
        >
          {isPlaying ? 'Stop' : 'Play'}
        </button>{' '}
        <span role="status">{describeRun(run)}</span>
      </fieldset>
      <small>
        The address holds the seed and all that is chosen: whoever opens it sees the same faults in the same order. A
        loss counts once nothing has been wrong for 40 seconds.
        {!canCrash && ' The service can be made to crash only where npm start runs it, which starts it again.'}
      </small>
    </>
  );
}

const countHits = ({ hits }: Session) => Object.values(hits.value).reduce((sum, count) => sum + count, 0);

function describeRun(run: RunState): string {
  switch (run.state) {
    case 'idle':
      return '';
    case 'playing':
      return run.step ? `${run.index + 1} of ${run.length}: ${faultLabels[run.step.fault.kind]}` : 'Starting a chat…';
    case 'done':
      return 'Done';
    case 'stopped':
      return 'Stopped';
    case 'failed':
      return 'The run broke off: the service did not answer.';
    default:
      return run satisfies never;
  }
}
