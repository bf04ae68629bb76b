import { onTestFinished } from 'vitest';
import { createAgentClient } from '../../client/agent/agent-client.ts';
import { createHttpClient } from '../../client/http-client.ts';
import { createConsoleStore } from '../../console/app/console-store.ts';
import type { AgentChatStore } from '../../console/chats/agent-chat-store.ts';
import { createWorkspaceStorage } from '../../console/chats/workspace-storage.ts';
import { createPreferences } from '../../console/core/preferences.ts';
import { browserClock } from '../../environment/browser/clock.ts';
import { browserRandom } from '../../environment/browser/random.ts';
import { createFakeAddress } from '../fakes/address.ts';
import { createMemoryStorage } from '../fakes/memory-storage.ts';
import { createFakeNotifier } from '../fakes/notifier.ts';
import { createFakePage } from '../fakes/page.ts';
import { createFakeSharedTexts, type FakeSharedTexts } from '../fakes/shared-storage.ts';
import type { InProcessServer } from './in-process-server.ts';
import { until } from './until.ts';

/** What a browser keeps for all its tabs. */
type Browser = { cookies: Map<string, string>; shared: FakeSharedTexts };

/** What a browser tab keeps over a reload. */
export type Tab = Browser & { stored: Map<string, string>; address: { hash: string } };

/** Pass another tab to open one beside it, in the same browser. */
export const newTab = ({ cookies, shared }: Browser = newBrowser()): Tab => ({
  cookies,
  shared,
  stored: new Map(),
  address: { hash: '' },
});

const newBrowser = (): Browser => ({ cookies: new Map(), shared: createFakeSharedTexts() });

/** The console's store over the real service, in a tab with a cookie of its own. Pass an earlier tab to reload. */
export function openDesk(server: InProcessServer, tab: Tab = newTab(), notifier = createFakeNotifier()) {
  const page = createFakePage();
  const http = createHttpClient({ base: server.origin, fetch: throughCookies(server, tab), clock: browserClock });
  const port = createAgentClient({ http, WebSocket: globalThis.WebSocket, clock: browserClock, random: browserRandom });
  const storage = createMemoryStorage(tab.stored);
  const workspace = createWorkspaceStorage({ tab: storage, browser: tab.shared.open() });
  const address = createFakeAddress(tab.address);
  const preferences = createPreferences(storage);
  const surroundings = { clock: browserClock, page, random: browserRandom };
  const store = createConsoleStore({
    port,
    workspace: workspace,
    address,
    preferences,
    notifier,
    ...surroundings,
  });
  onTestFinished(() => store.dispose());

  const find = (name: string) => store.chats.value.find((chat) => chat.details.value.visitor.name === name);
  const shown = async (name: string, state: 'offered' | 'active' | 'over'): Promise<AgentChatStore> => {
    await until(() => find(name)?.details.value.state === state, `${name} ${state}`);
    const chat = find(name);
    if (!chat) throw new Error(`${name} is gone again`);
    return chat;
  };
  return {
    store,
    page,
    notifier,
    address,
    tab,
    find,
    shown,
    async signIn() {
      await store.signIn(server.seed.agent.email, server.seed.agent.password);
      await until(() => store.connection.value === 'open' && store.isListed.value, 'the desk is open');
    },
    async accept(name: string): Promise<AgentChatStore> {
      await store.actions.accept(await shown(name, 'offered'));
      return shown(name, 'active');
    },
    close: () => store.dispose(),
  };
}

/** What stands in the transcript: `Hello`, or `Hello (queued)` while it is on its way. */
export function transcriptLines(chat: AgentChatStore): string[] {
  const entries = chat.conversation.value?.entries.value ?? [];
  return entries
    .filter(({ kind }) => kind === 'standard')
    .map(({ body, delivery }) => (delivery.state === 'sent' ? body : `${body} (${delivery.state})`));
}

function throughCookies(server: InProcessServer, { cookies }: Tab) {
  return async (request: Request): Promise<Response> => {
    const sent = new Request(request);
    sent.headers.set('Origin', server.origin);
    sent.headers.set('Host', new URL(server.origin).host);
    sent.headers.set('Cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    const answer = await server.fetch(sent);
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    return answer;
  };
}
