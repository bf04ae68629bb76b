import { computed, effect, type ReadonlySignal, signal, untracked } from '@preact/signals';
import type { AgentClient } from '../../client/agent/ports.ts';
import type { Environment } from '../../environment/environment.ts';
import { type ChatDesk, createChatDesk } from '../chats/chat-desk.ts';
import type { WorkspaceStorage } from '../chats/workspace-storage.ts';
import type { Preferences } from '../core/preferences.ts';
import { type Address, createRouter } from '../core/router.ts';
import type { Route } from '../core/routes.ts';
import { createHistory, type HistoryModel } from '../history/history-model.ts';
import { type Alerts, createAlerts } from '../notifications/alerts.ts';
import type { Notifier } from '../notifications/notifier.ts';
import { consumeSsoError, createSessionModel, type SessionModel } from '../session/session.ts';

/** Everything the console's views read and do. Signals are read-only; only these methods change anything. */
export interface ConsoleStore extends ChatDesk {
  readonly signInWays: SessionModel['signInWays'];
  readonly isVisible: ReadonlySignal<boolean>;
  readonly alerts: Omit<Alerts, 'stop'>;
  readonly history: HistoryModel;
  readonly route: ReadonlySignal<Route>;
  readonly preferences: Preferences;

  check(): Promise<void>;
  signIn(email: string, password: string): Promise<void>;
  signOut(): Promise<void>;
  signOutEverywhere(): Promise<boolean>;
  setOnQueue(isOnQueue: boolean): Promise<boolean>;
  navigate(route: Route): void;
  dispose(): void;
}

export type ConsoleStoreOptions = Pick<Environment, 'clock' | 'page' | 'random'> & {
  port: AgentClient;
  workspace: WorkspaceStorage;
  address: Address;
  preferences: Preferences;
  notifier: Notifier;
};

/** Builds the models of every feature, joins them, and owns their lifetimes. */
export function createConsoleStore(options: ConsoleStoreOptions): ConsoleStore {
  const { port, clock, page, preferences } = options;
  // Read before the router, which would take the error's address for a route.
  const ssoError = consumeSsoError(options.address);
  const router = createRouter(options.address);
  const session = createSessionModel(port, ssoError);
  const desk = createChatDesk({ ...options, session, router });
  const { start, wake, forgetAll, stop: stopDesk, ...chatDesk } = desk;

  const isVisible = signal(page.isVisible());
  const { stop: stopAlerts, ...alerts } = createAlerts({
    notifier: options.notifier,
    clock,
    offers: desk.offers,
    isVisible,
    isMuted: preferences.isMuted,
    onPressed: desk.select,
  });
  const userId = computed(() =>
    session.session.value.phase === 'signed-in' ? session.session.value.user.id : undefined,
  );
  const { stop: stopHistory, ...history } = createHistory({
    port,
    clock,
    route: router.route,
    navigate: router.navigate,
    userId,
  });

  const refresh = () => {
    void session.recheck();
    wake();
  };
  const stops = [
    port.onUnauthorized(session.expire),
    effect(() => {
      const id = userId.value;
      return id === undefined ? undefined : untracked(() => start(id));
    }),
    stopDesk,
    stopHistory,
    stopAlerts,
    router.stop,
    page.onWake(refresh),
    page.onVisibility((isNowVisible) => {
      isVisible.value = isNowVisible;
      if (isNowVisible) refresh();
    }),
  ];

  return {
    ...chatDesk,
    signInWays: session.signInWays,
    alerts,
    isVisible,
    history,
    route: router.route,
    navigate: router.navigate,
    preferences,
    check: session.check,
    signIn: session.signIn,
    async signOut() {
      const isOut = session.signOut();
      forgetAll();
      await isOut;
    },
    async signOutEverywhere() {
      const isOut = await session.signOutEverywhere();
      if (isOut) forgetAll();
      return isOut;
    },
    setOnQueue: session.setOnQueue,
    dispose() {
      for (const stop of stops) stop();
    },
  };
}
