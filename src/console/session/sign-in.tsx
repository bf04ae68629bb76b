import type { ChatError } from '../../chat/errors.ts';
import type { DemoAccount, SignInWays } from '../../client/agent/ports.ts';
import { Logo } from '../components/logo.tsx';
import type { Preferences } from '../core/preferences.ts';
import { messages } from '../messages/messages.ts';
import { LanguageChoice } from './language-choice.tsx';
import type { AgentSession, SsoError } from './session.ts';

type SignInProps = {
  session: AgentSession;
  preferences: Preferences;
  ways: SignInWays;
  /** The route to return to after single sign-on. */
  place: string;
  onSignIn(email: string, password: string): void;
  onTryAgain(): void;
};

/** The page before sign-in. */
export function SignIn({ session, preferences, ways, place, onSignIn, onTryAgain }: SignInProps) {
  // Leaving the page would lose typed values, so an expired session signs in in a new tab.
  const leavesPage = session.phase !== 'signed-out' || session.because !== 'expired';
  return (
    <main class="door">
      <div class="door-card">
        <Logo />
        {session.phase === 'checking' && <p role="status">{messages.value.checking}</p>}
        {session.phase === 'unreachable' && <Unreachable onTryAgain={onTryAgain} />}
        {(session.phase === 'signed-out' || session.phase === 'signing-in') && (
          <>
            <SignInForm session={session} onSignIn={onSignIn} />
            <DemoAccounts accounts={ways.demoAccounts} session={session} onSignIn={onSignIn} />
            {ways.providers.map(({ name, address }) => (
              <a
                key={address}
                class="button"
                href={`${address}?place=${encodeURIComponent(place)}`}
                target={leavesPage ? undefined : '_blank'}
              >
                {messages.value.signInWith(name)}
              </a>
            ))}
            {!leavesPage && ways.providers.length > 0 && <p>{messages.value.signInInNewTab}</p>}
            <LanguageChoice preferences={preferences} />
          </>
        )}
      </div>
    </main>
  );
}

function Unreachable({ onTryAgain }: { onTryAgain(): void }) {
  return (
    <>
      <p role="alert">{messages.value.signInUnreachable}</p>
      <button type="button" class="button primary" onClick={onTryAgain}>
        {messages.value.tryAgain}
      </button>
    </>
  );
}

type SignInFormProps = Pick<SignInProps, 'session' | 'onSignIn'>;

function SignInForm({ session, onSignIn }: SignInFormProps) {
  const isBusy = session.phase === 'signing-in';
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (isBusy || !(event.currentTarget instanceof HTMLFormElement)) return;
    const fields = new FormData(event.currentTarget);
    onSignIn(String(fields.get('email')).trim(), String(fields.get('password')));
  };
  return (
    <form class="sign-in" onSubmit={submit}>
      <h1>{messages.value.signInTitle}</h1>
      <p class="notice" role="alert" hidden={!problemText(session)}>
        {problemText(session)}
      </p>
      <label class="field">
        <span>{messages.value.email}</span>
        <input name="email" type="email" autocomplete="username" required autofocus />
      </label>
      <label class="field">
        <span>{messages.value.password}</span>
        <input name="password" type="password" autocomplete="current-password" required />
      </label>
      <button type="submit" class="button primary" aria-disabled={isBusy}>
        {isBusy ? messages.value.signingIn : messages.value.signIn}
      </button>
    </form>
  );
}

type DemoAccountsProps = Pick<SignInProps, 'session' | 'onSignIn'> & { accounts: readonly DemoAccount[] };

function DemoAccounts({ accounts, session, onSignIn }: DemoAccountsProps) {
  const isBusy = session.phase === 'signing-in';
  return accounts.map(({ role, email, password }) => (
    <button
      key={role}
      type="button"
      class="button"
      aria-disabled={isBusy}
      onClick={() => !isBusy && onSignIn(email, password)}
    >
      {role === 'agent' ? messages.value.demoAgent : messages.value.demoAdministrator}
    </button>
  ));
}

function problemText(session: AgentSession): string | undefined {
  if (session.phase !== 'signed-out' || session.because === 'none') return undefined;
  if (session.because === 'expired') return messages.value.sessionExpired;
  return typeof session.because === 'string' ? ssoErrorText(session.because) : errorText(session.because);
}

function errorText({ kind }: ChatError): string {
  switch (kind) {
    case 'unauthorized':
    case 'rejected':
      return messages.value.signInRefused;
    case 'limited':
      return messages.value.signInLimited;
    case 'offline':
    case 'timeout':
      return messages.value.signInUnreachable;
    case 'gone':
    case 'server':
    case 'unreadable':
      return messages.value.signInFailed;
    default:
      return kind satisfies never;
  }
}

function ssoErrorText(problem: SsoError): string {
  switch (problem) {
    case 'away':
      return messages.value.providerAway;
    case 'denied':
      return messages.value.providerDenied;
    case 'late':
      return messages.value.providerLate;
    case 'limited':
      return messages.value.signInLimited;
    case 'no-role':
      return messages.value.providerNoRole;
    case 'taken':
      return messages.value.providerTaken;
    case 'removed':
      return messages.value.providerRemoved;
    case 'failed':
      return messages.value.signInFailed;
    default:
      return problem satisfies never;
  }
}
