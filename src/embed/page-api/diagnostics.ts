import type { Diagnosis } from '../contract/diagnosis.ts';
import type { Chat } from '../contract/loader-api.ts';
import { savedChatKey } from '../contract/saved-chat-key.ts';
import { attributeName, unknownAttributes } from './attribute-warnings.ts';
import { watchPolicy } from './policy-violations.ts';
import { originOf, whereSaid } from './setting-sources.ts';

/** Watches over a chat, for whoever has to mend its page. */
export function createDoctor(chat: Chat, life: AbortSignal) {
  const { script, element } = chat;
  const policyViolations = watchPolicy(originOf(script.dataset.apiBase || script.src), life);
  let clockOffsetMs: number | undefined;
  element.addEventListener(
    'porchlight:message',
    ({ detail }) => {
      clockOffsetMs = detail.at - Date.now();
    },
    { signal: life },
  );

  return {
    /** How the chat stands by now. */
    diagnose(hasLostLauncher: boolean, error: unknown): Diagnosis {
      const settings = script.dataset;
      const store = chat.widget?.store;
      const line = [...(chat.widget?.connection?.line ?? [])];
      return {
        problems: problemsOf(chat, { hasLostLauncher, error, policyViolations }),
        configured: whereSaid(chat),
        unknownAttributes: unknownAttributes(settings),
        script: script.src,
        policyViolations: [...policyViolations],
        storage: {
          kind: settings.storage || 'session',
          works: store?.isStorageWorking.value,
          hasChat: hasKept(settings),
        },
        tab: { isSpeaker: store?.isSpeaker.value, hasLine: line.at(-1)?.what === 'open' },
        line,
        visitor: Object.keys(store?.guest.value ?? {}),
        memberId: store?.me.value,
        lastMessageId: store?.entries.value.findLast(({ messageId }) => messageId)?.messageId,
        clockOffsetMs,
      };
    },
  };
}

type Found = { hasLostLauncher: boolean; error: unknown; policyViolations: Readonly<Diagnosis['policyViolations']> };

function problemsOf({ script, widget }: Chat, { hasLostLauncher, error, policyViolations }: Found): string[] {
  const settings = script.dataset;
  const store = widget?.store;
  const missing = ['organizationId', 'deploymentId', 'queue'].filter((name) => !settings[name]);
  const session = store?.session.value;
  return [
    ...missing.map((name) => `the tag has no ${attributeName(name)}`),
    ...unknownAttributes(settings),
    ...(hasLostLauncher ? [`data-launcher selects nothing on this page: ${settings.launcher}`] : []),
    ...(error ? [`the widget could not be fetched: ${error instanceof Error ? error.message : String(error)}`] : []),
    ...(session?.phase === 'failed' ? [`no chat: ${session.error.code ?? session.error.kind}`] : []),
    ...(store && !store.isStorageWorking.value && settings.storage !== 'none'
      ? ['this browser keeps nothing between pages']
      : []),
    ...(window.isSecureContext ? [] : ['the page is no secure context: use https']),
    ...policyViolations.map(({ directive, blocked }) => `the page's policy refuses ${blocked} by its ${directive}`),
  ];
}

function hasKept(settings: DOMStringMap): boolean {
  const key = savedChatKey(settings);
  try {
    return (sessionStorage.getItem(key) ?? localStorage.getItem(key)) !== null;
  } catch {
    // Blocked storage holds nothing.
    return false;
  }
}
