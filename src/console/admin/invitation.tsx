import { useSignal } from '@preact/signals';
import { Logo } from '../components/logo.tsx';
import { adminMessages } from '../messages/messages.ts';
import type { AdminModel } from './admin-model.ts';

type InvitationProps = { admin: Pick<AdminModel, 'acceptInvitation'>; token: string };

/** The page where an invited person chooses a password. */
export function Invitation({ admin, token }: InvitationProps) {
  const problem = useSignal<string | undefined>(undefined);
  const isDone = useSignal(false);
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (!(event.currentTarget instanceof HTMLFormElement)) return;
    const password = String(new FormData(event.currentTarget).get('password'));
    problem.value = await admin.acceptInvitation(token, password);
    isDone.value = problem.value === undefined;
  };
  return (
    <main class="door">
      <div class="door-card">
        <Logo />
        {isDone.value ? (
          <p role="status">
            {adminMessages.value.passwordSaved} <a href="#/chats">{adminMessages.value.signIn}</a>
          </p>
        ) : (
          <form class="sign-in" onSubmit={submit}>
            <h1>{adminMessages.value.choosePassword}</h1>
            <p class="notice" role="alert" hidden={!problem.value}>
              {problem}
            </p>
            <label class="field">
              <span>{adminMessages.value.password}</span>
              <input name="password" type="password" autocomplete="new-password" minLength={10} required />
            </label>
            <button type="submit" class="button primary">
              {adminMessages.value.save}
            </button>
          </form>
        )}
      </div>
    </main>
  );
}
