import { useSignal } from '@preact/signals';
import type { AgentUser } from '../../chat/agent-model.ts';
import { messages } from '../messages/messages.ts';

type AccountProps = { user: AgentUser; onSignOutEverywhere(): Promise<boolean> };

/** The signed-in user, with sign-out of every browser. */
export function Account({ user, onSignOutEverywhere }: AccountProps) {
  const hasFailed = useSignal(false);
  return (
    <>
      <button type="button" class="button quiet who" popovertarget="account" title={user.email}>
        {user.name}
      </button>
      {/* The browser closes it by Escape or a click outside. */}
      <section id="account" popover="auto" class="account" aria-label={user.name}>
        <p dir="auto">{user.name}</p>
        <p>{user.email}</p>
        <button
          type="button"
          class="button"
          onClick={async () => {
            hasFailed.value = !(await onSignOutEverywhere());
          }}
        >
          {messages.value.signOutEverywhere}
        </button>
        {hasFailed.value && <p role="alert">{messages.value.signInUnreachable}</p>}
      </section>
    </>
  );
}
