import type { Diagnosis } from '../contract/diagnosis.ts';
import type { LoaderChat } from '../contract/loader-api.ts';
import { savedChatKey } from '../contract/saved-chat-key.ts';
import { attributeName, unknownAttributeWarnings } from './attribute-warnings.ts';
import { recordPolicyViolations } from './policy-violations.ts';
import { apiBaseOf, describeSettings } from './setting-sources.ts';

/** Collects what a page's developer needs to find out why a chat does not work. */
export function createDiagnostics(chat: LoaderChat, signal: AbortSignal, logError: (message: string) => void) {
  const { script, element } = chat;
  const policyViolations = recordPolicyViolations(apiBaseOf(script), signal);
  let clockOffsetMs: number | undefined;
  element.addEventListener(
    'porchlight:message',
    ({ detail }) => {
      clockOffsetMs = detail.at - Date.now();
    },
    { signal },
  );
  element.addEventListener(
    'porchlight:error',
    ({ detail }) => {
      if (detail.code === 'chat.failed') logError(setupErrorLog(detail.message, apiBaseOf(script)));
    },
    { signal },
  );

  return {
    /** Answers the verb `doctor`. */
    diagnose(hasLostLauncher: boolean, error: unknown): Diagnosis {
      const settings = script.dataset;
      const store = chat.widget?.store;
      const line = [...(chat.widget?.connection?.log ?? [])];
      return {
        problems: problemsOf(chat, { hasLostLauncher, error, policyViolations }),
        configured: describeSettings(chat),
        unknownAttributes: unknownAttributeWarnings(settings),
        script: script.src,
        policyViolations: [...policyViolations],
        storage: {
          kind: settings.storage || 'session',
          works: store?.isStorageWorking.value,
          hasChat: hasSavedEntry(settings),
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

const setupErrorLog = (reason: string, apiBase: string) =>
  `no chat: ${reason}. Check data-organization-id, data-deployment-id, data-queue, the deployment's allowed domains, and that ${apiBase} answers.`;

type Findings = { hasLostLauncher: boolean; error: unknown; policyViolations: Readonly<Diagnosis['policyViolations']> };

function problemsOf({ script, widget }: LoaderChat, { hasLostLauncher, error, policyViolations }: Findings): string[] {
  const settings = script.dataset;
  const store = widget?.store;
  const missing = ['organizationId', 'deploymentId', 'queue'].filter((name) => !settings[name]);
  const session = store?.session.value;
  return [
    ...missing.map((name) => `the tag has no ${attributeName(name)}`),
    ...unknownAttributeWarnings(settings),
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

function hasSavedEntry(settings: DOMStringMap): boolean {
  const key = savedChatKey(settings);
  try {
    return (sessionStorage.getItem(key) ?? localStorage.getItem(key)) !== null;
  } catch {
    // Blocked storage holds nothing.
    return false;
  }
}
