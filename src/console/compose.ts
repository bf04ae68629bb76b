import { createAdminApi } from '../api/admin-api.ts';
import { createAgentApi } from '../api/agent-api.ts';
import { createHttp } from '../api/http.ts';
import { createTabLocks } from '../environment/browser/tab-locks.ts';
import { browserAddress } from '../platform/browser-address.ts';
import { browserClock } from '../platform/browser-clock.ts';
import { browserNotices } from '../platform/browser-notices.ts';
import { browserPage } from '../platform/browser-page.ts';
import { browserRandom } from '../platform/browser-random.ts';
import { createSharedStorage } from '../platform/browser-shared-storage.ts';
import { createBrowserStorage } from '../platform/browser-storage.ts';
import { createTitleFlash } from '../ui/title-flash.ts';
import { createTone } from '../ui/tone.ts';
import { createAdminModel } from './admin/admin-model.ts';
import { createConsoleStore } from './console-store.ts';
import { createDesktop } from './desktop.ts';
import type { Outward } from './outward.ts';
import { createPreferences } from './preferences.ts';
import { createRoute } from './route.ts';
import type { FrameProps } from './views/frame.tsx';

/** The one place where real things are joined. */
export function composeConsole(): FrameProps {
  const call = createHttp({
    base: location.origin,
    fetch: (request) => fetch(request),
    clock: browserClock,
    credentials: 'same-origin',
  });
  const port = createAgentApi({ call, WebSocket, clock: browserClock, random: browserRandom });
  const store = createConsoleStore({
    port,
    desktop: createDesktop({ tab: createBrowserStorage('session'), browser: createSharedStorage() }),
    address: browserAddress,
    preferences: createPreferences(createBrowserStorage('local')),
    clock: browserClock,
    page: browserPage,
    random: browserRandom,
    outward: composeOutward(),
  });
  const admin = createAdminModel({ service: createAdminApi(call), clock: browserClock });
  return { store, admin, route: createRoute(window), origin: location.origin };
}

function composeOutward(): Outward {
  return {
    createTone: (onReady) => createTone(document, onReady),
    title: createTitleFlash(document, browserClock.after),
    notices: browserNotices,
    hold: navigator.locks && createTabLocks(navigator.locks, 'porchlight-console').hold,
    isFocused: () => document.hasFocus() && !document.hidden,
  };
}
