import type { MessageDetail } from '../contract/events.ts';
import type { VerbStore } from '../contract/widget-api.ts';
import { rejection } from './rejections.ts';
import { messageDetail, reasonOf } from './report.ts';

/** Starts a chat unless one is going on; rejects where none could be created. */
export async function startConversation(store: VerbStore, defaultName: string): Promise<void> {
  prepareStore(store, defaultName);
  await store.start();
  const session = store.session.value;
  if (session.phase === 'failed') throw startRejection(session.error);
}

/** Sends a text; resolves once the service has committed it. */
export function sendMessage(
  store: VerbStore,
  text: string,
  defaultName: string,
  signal: AbortSignal,
): Promise<MessageDetail> {
  prepareStore(store, defaultName);
  const known = new Set(store.entries.value.map(({ viewId }) => viewId));
  if (!store.send(text)) throw rejection('send.prevented', 'A listener of before-send prevented it');
  const viewId = store.entries.value.find((entry) => !known.has(entry.viewId))?.viewId;
  return new Promise((resolve, reject) => {
    const stops: (() => void)[] = [];
    const settle = (action: () => void) => {
      action();
      for (const stop of stops) stop();
    };
    const giveUp = () => settle(() => reject(rejection('destroyed', 'The chat was destroyed')));
    const check = () => {
      const session = store.session.value;
      const entry = store.entries.value.find((one) => one.viewId === viewId);
      if (entry?.messageId) {
        const message = { ...entry, id: entry.messageId };
        settle(() => resolve(messageDetail(store, message)));
      } else if (!entry) settle(() => reject(rejection('send.failed', 'The chat was forgotten', 'over')));
      else if (entry.delivery.state === 'failed') {
        const { reason } = entry.delivery;
        settle(() => reject(rejection('send.failed', `Not sent: ${reason}`, reason)));
      } else if (session.phase === 'failed') settle(() => reject(startRejection(session.error)));
    };
    signal.addEventListener('abort', giveUp, { once: true });
    stops.push(() => signal.removeEventListener('abort', giveUp));
    stops.push(store.entries.subscribe(check), store.session.subscribe(check));
  });
}

/** Resets a chat that is over, and gives a visitor without a name the default one. */
function prepareStore(store: VerbStore, defaultName: string): void {
  if (!store.hasConsent.value) throw rejection('no.consent', 'The visitor has not agreed');
  if (store.session.value.phase === 'ended') store.reset();
  if (!store.guest.value.displayName) store.identify({ displayName: defaultName });
}

function startRejection(error: Parameters<typeof reasonOf>[0]) {
  const reason = reasonOf(error);
  return rejection('chat.failed', `No chat: ${reason}`, reason);
}
