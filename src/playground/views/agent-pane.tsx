import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Session } from '../session.ts';

const states = {
  none: 'No chat yet: write in the visitor’s page, or play some faults.',
  alerting: 'Ringing…',
  connected: 'In the chat',
} as const;

/** The demo's agent, who accepts by itself, on a line that nothing disturbs. */
export function AgentPane({ session }: { session: Session }) {
  const text = useSignal('');
  const log = useRef<HTMLOListElement>(null);
  const lines = session.messages.value;
  const isIn = session.agentState.value === 'connected';
  useEffect(() => log.current?.scrollTo(0, log.current.scrollHeight), [lines.length]);
  const say = (event: Event) => {
    event.preventDefault();
    const body = text.value.trim();
    if (!body || !isIn) return;
    text.value = '';
    void session.sendAsAgent(body);
  };
  return (
    <>
      <h2>Agent</h2>
      <p role="status">{states[session.agentState.value]}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard */}
      <ol ref={log} class="log" aria-label="What the service keeps" tabIndex={0}>
        {lines.map(({ author, text: body }, index) => (
          <li key={index} class={author} dir="auto">
            <b>{author === 'agent' ? 'Agent' : 'Visitor'}</b> {body}
          </li>
        ))}
      </ol>
      <form class="say" onSubmit={say}>
        <input
          type="text"
          dir="auto"
          aria-label="Say as the agent"
          value={text.value}
          onInput={(event) => (text.value = event.currentTarget.value)}
        />
        <button type="submit" aria-disabled={!isIn}>
          Say
        </button>
        <button type="button" aria-disabled={!isIn} onClick={() => isIn && void session.end()}>
          End
        </button>
      </form>
    </>
  );
}
