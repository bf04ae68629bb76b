import { type ReadonlySignal, signal } from '@preact/signals';
import type { AgentUser } from '../../chat/agent-model.ts';
import { ChatError } from '../../chat/errors.ts';
import type { AgentClient, SignInWays } from '../../client/agent/ports.ts';
import type { Address } from '../core/router.ts';

const ssoErrors = ['away', 'denied', 'failed', 'late', 'limited', 'no-role', 'taken', 'removed'] as const;

/** Why single sign-on failed. */
export type SsoError = (typeof ssoErrors)[number];

export type AgentSession =
  | { phase: 'checking' }
  | { phase: 'unreachable' }
  | { phase: 'signed-out'; because: 'none' | 'expired' | SsoError | ChatError }
  | { phase: 'signing-in' }
  | { phase: 'signed-in'; user: AgentUser };

export type SessionModel = {
  session: ReadonlySignal<AgentSession>;
  /** Ways to sign in beside a password; loaded while signed out. */
  signInWays: ReadonlySignal<SignInWays>;
  check(): Promise<void>;
  signIn(email: string, password: string): Promise<void>;
  signOut(): Promise<void>;
  /** False where the service did not hear it: then nothing has changed. */
  signOutEverywhere(): Promise<boolean>;
  setOnQueue(isOnQueue: boolean): Promise<boolean>;
  /** The service no longer knows us. */
  expire(): void;
  /** Checks again after an unreachable service or an expired session, since another tab may have signed in. */
  recheck(): Promise<void>;
};

/** The agent's session. `problem` is the error of a failed single sign-on. */
export function createSessionModel(port: AgentClient, problem: SsoError | undefined): SessionModel {
  let pendingSsoError = problem;
  const signInWays = signal<SignInWays>({ providers: [], demoAccounts: [] });
  const loadSignInWays = () =>
    port.listSignInWays().then(
      (listed) => {
        signInWays.value = listed;
      },
      // A password is enough.
      () => {},
    );
  const session = signal<AgentSession>({ phase: 'checking' });

  const check = async () => {
    session.value = { phase: 'checking' };
    try {
      session.value = { phase: 'signed-in', user: await port.whoAmI() };
    } catch (error) {
      if (isUnauthorized(error)) await loadSignInWays();
      session.value = isUnauthorized(error)
        ? { phase: 'signed-out', because: pendingSsoError ?? 'none' }
        : { phase: 'unreachable' };
      pendingSsoError = undefined;
    }
  };
  const expire = () => {
    if (session.value.phase !== 'signed-in') return;
    session.value = { phase: 'signed-out', because: 'expired' };
    void loadSignInWays();
  };
  const hasExpired = () => session.value.phase === 'signed-out' && session.value.because === 'expired';

  return {
    session,
    signInWays,
    check,
    async recheck() {
      if (session.value.phase === 'unreachable') return check();
      if (!hasExpired()) return;
      const user = await port.whoAmI().catch(() => undefined);
      // A sign-in that has started in this tab is not interrupted.
      if (user && hasExpired()) session.value = { phase: 'signed-in', user };
    },
    async signIn(email, password) {
      session.value = { phase: 'signing-in' };
      try {
        session.value = { phase: 'signed-in', user: await port.signIn(email, password) };
      } catch (error) {
        session.value = { phase: 'signed-out', because: asChatError(error) };
      }
    },
    async signOut() {
      session.value = { phase: 'signed-out', because: 'none' };
      // Signed out in this tab even if the request fails.
      await port.signOut().catch(() => {});
      await loadSignInWays();
    },
    async signOutEverywhere() {
      try {
        await port.signOutEverywhere();
      } catch (error) {
        if (!isUnauthorized(error)) return false;
      }
      session.value = { phase: 'signed-out', because: 'none' };
      await loadSignInWays();
      return true;
    },
    async setOnQueue(isOnQueue) {
      try {
        const user = await port.setOnQueue(isOnQueue);
        if (session.value.phase === 'signed-in') session.value = { phase: 'signed-in', user };
        return true;
      } catch {
        return false;
      }
    },
    expire,
  };
}

const isUnauthorized = (error: unknown): boolean => error instanceof ChatError && error.kind === 'unauthorized';

export const asChatError = (error: unknown): ChatError =>
  error instanceof ChatError ? error : new ChatError('unreadable', { cause: error });

/** Reads the error from the address and removes it, so that a reload does not show it again. */
export function consumeSsoError(address: Pick<Address, 'hash' | 'replace'>): SsoError | undefined {
  const [, name] = /^#problem\/([\w-]+)$/.exec(address.hash()) ?? [];
  if (name === undefined) return undefined;
  address.replace('#/chats');
  return ssoErrors.find((problem) => problem === name);
}
