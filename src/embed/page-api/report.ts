import type { EventDetails, EventName, MessageDetail } from '../contract/events.ts';
import type { StoreMessage, VerbStore } from '../contract/widget-api.ts';

type Fire = <Name extends EventName>(type: Name, detail: EventDetails[Name]) => unknown;

/** Fires the page's events as the store changes; returns the functions that stop it. */
export function reportStore(store: VerbStore, fire: Fire): (() => void)[] {
  let wasOpen = false;
  let conversationId: string | undefined;
  let hadConsent = store.hasConsent.value;
  /** The name of who is typing, maybe empty; undefined while no one is. */
  let typingName: string | undefined;
  const failed = new Set<string>();

  return [
    store.status.subscribe((status) => fire('status', { status })),
    store.unread.subscribe((count) => fire('unread', { count })),
    store.isOpen.subscribe((isOpen) => {
      if (isOpen !== wasOpen) fire(isOpen ? 'open' : 'close', {});
      wasOpen = isOpen;
    }),
    store.session.subscribe((session) => {
      if (session.phase === 'live' && session.conversation.id !== conversationId) {
        conversationId = session.conversation.id;
        fire('start', { conversationId });
      }
      if (session.phase === 'ended') fire('end', { conversationId: session.conversation.id, reason: session.reason });
      if (session.phase === 'failed') fire('error', { code: 'chat.failed', message: reasonOf(session.error) });
    }),
    store.onMessage((message) => fire('message', messageDetail(store, message))),
    store.typing.subscribe((peer) => {
      const name = peer && (peer.displayName ?? '');
      const isTyping = name !== undefined;
      if (isTyping !== (typingName !== undefined)) fire('typing', { isTyping, name: name ?? typingName ?? '' });
      typingName = name;
    }),
    store.hasConsent.subscribe((isGiven) => {
      if (isGiven !== hadConsent) fire('consent', { isGiven });
      hadConsent = isGiven;
    }),
    store.entries.subscribe((entries) => {
      for (const { viewId, delivery } of entries) {
        if (delivery.state !== 'failed' || failed.has(viewId)) continue;
        failed.add(viewId);
        fire('error', { code: 'send.failed', message: delivery.reason });
      }
    }),
  ];
}

export const reasonOf = ({ code, kind }: { code: string | undefined; kind: string }) => code ?? kind;

/** The detail of a `message` event. */
export function messageDetail(store: VerbStore, { id, senderId, kind, body, at }: StoreMessage): MessageDetail {
  const isOwn = senderId === store.me.value;
  const from = kind === 'standard' ? (isOwn ? 'visitor' : 'agent') : 'system';
  const name = (isOwn && store.guest.value.displayName) || store.nameOf(senderId) || '';
  return { id, conversationId: store.conversationId.value ?? '', from, name, text: body, at };
}
