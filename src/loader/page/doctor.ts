import type { Chat } from '../../embed/chat.ts';
import { savedChatKey } from '../../embed/saved-chat-key.ts';
import { attributeName, unknownAttributes } from './unknown-attributes.ts';

/** Whoever reads a report has no need to know the visitor. */
const personal = /^(name|firstName|lastName|email|phone|avatar|memberAuthToken|field[A-Z].*)$/;

export type Diagnosis = {
  /** Sentences on what has to be mended; none: all is well. */
  problems: string[];
  /** What the tag says, by attribute; what is personal is only said to be there. */
  attributes: Record<string, string>;
  script: string;
  storage: { kind: string; works: boolean | undefined; hasChat: boolean };
  /** Whether this tab is the one of all with this chat that makes sounds. */
  isSpeaker: boolean | undefined;
  memberId: string | undefined;
  lastMessageId: string | undefined;
};

/** How a chat stands, for whoever has to mend its page. */
export function diagnose({ script, widget }: Chat, hasLostLauncher: boolean, error: unknown): Diagnosis {
  const settings = script.dataset;
  const store = widget?.store;
  const missing = ['organizationId', 'deploymentId', 'queue'].filter((name) => !settings[name]);
  const session = store?.session.value;
  const problems = [
    ...missing.map((name) => `the tag has no ${attributeName(name)}`),
    ...unknownAttributes(settings),
    ...(hasLostLauncher ? [`data-launcher selects nothing on this page: ${settings.launcher}`] : []),
    ...(error ? [`the widget could not be fetched: ${error instanceof Error ? error.message : String(error)}`] : []),
    ...(session?.phase === 'failed' ? [`no chat: ${session.error.code ?? session.error.kind}`] : []),
    ...(store && !store.isStorageWorking.value ? ['this browser keeps nothing between pages'] : []),
    ...(window.isSecureContext ? [] : ['the page is no secure context: use https']),
  ];
  const attributes = Object.entries(settings).map(([name, value]) => [
    attributeName(name),
    personal.test(name) ? '(given)' : (value ?? ''),
  ]);
  return {
    problems,
    attributes: Object.fromEntries(attributes),
    script: script.src,
    storage: {
      kind: settings.storage || 'session',
      works: store?.isStorageWorking.value,
      hasChat: hasKept(settings),
    },
    isSpeaker: store?.isSpeaker.value,
    memberId: store?.me.value,
    lastMessageId: store?.entries.value.findLast(({ messageId }) => messageId)?.messageId,
  };
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
