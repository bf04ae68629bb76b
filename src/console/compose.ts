import { createAdminClient } from '../client/admin/admin-client.ts';
import { createAgentClient } from '../client/agent/agent-client.ts';
import { createHttpClient } from '../client/http-client.ts';
import { browserAddress } from '../environment/browser/address.ts';
import { browserClock } from '../environment/browser/clock.ts';
import { browserNotices } from '../environment/browser/notices.ts';
import { browserPage } from '../environment/browser/page.ts';
import { browserRandom } from '../environment/browser/random.ts';
import { createSharedStorage } from '../environment/browser/shared-storage.ts';
import { createBrowserStorage } from '../environment/browser/storage.ts';
import { createTabLocks } from '../environment/browser/tab-locks.ts';
import { createTitleFlash } from '../ui/title-flash.ts';
import { createTone } from '../ui/tone.ts';
import { createAdminModel } from './admin/admin-model.ts';
import { createConsoleStore } from './app/console-store.ts';
import type { FrameProps } from './app/frame.tsx';
import { createPageView } from './app/page-view.ts';
import { createWorkspaceStorage } from './chats/workspace-storage.ts';
import { createPreferences } from './core/preferences.ts';
import type { Notifier } from './notifications/notifier.ts';

/** Composition root of the console: the only place that takes the real browser and service. */
export function composeConsole(): FrameProps {
  const http = createHttpClient({
    base: location.origin,
    fetch: (request) => fetch(request),
    clock: browserClock,
    credentials: 'same-origin',
  });
  const port = createAgentClient({ http, WebSocket, clock: browserClock, random: browserRandom });
  const store = createConsoleStore({
    port,
    workspace: createWorkspaceStorage({ tab: createBrowserStorage('session'), browser: createSharedStorage() }),
    address: browserAddress,
    preferences: createPreferences(createBrowserStorage('local')),
    clock: browserClock,
    page: browserPage,
    random: browserRandom,
    notifier: composeNotifier(),
  });
  const admin = createAdminModel({ service: createAdminClient(http.call), clock: browserClock });
  return { store, admin, pageView: createPageView(window), origin: location.origin };
}

function composeNotifier(): Notifier {
  return {
    createTone: (onReady) => createTone(document, onReady),
    title: createTitleFlash(document, browserClock.after),
    notices: browserNotices,
    acquireLock: navigator.locks && createTabLocks(navigator.locks, 'porchlight-console').acquire,
    isFocused: () => document.hasFocus() && !document.hidden,
  };
}
