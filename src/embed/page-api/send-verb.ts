import type { MessageDetail } from '../contract/events.ts';
import type { VerbStore } from '../contract/widget-api.ts';
import { refusal } from './rejection.ts';
import { messageDetail, reasonOf } from './report.ts';

/** Begins a chat unless one is going on; rejects where none could be created. */
export async function start(store: VerbStore, nobodysName: string): Promise<void> {
  makeReady(store, nobodysName);
  await store.start();
  const session = store.session.value;
  if (session.phase === 'failed') throw failure(session.error);
}

/** Sends a text; resolves once the service has committed it. */
export function send(store: VerbStore, text: string, nobodysName: string, life: AbortSignal): Promise<MessageDetail> {
  makeReady(store, nobodysName);
  const known = new Set(store.entries.value.map(({ viewId }) => viewId));
  if (!store.send(text)) throw refusal('send.prevented', 'A listener of before-send prevented it');
  const viewId = store.entries.value.find((entry) => !known.has(entry.viewId))?.viewId;
  return new Promise((resolve, reject) => {
    const stops: (() => void)[] = [];
    const settle = (how: () => void) => {
      how();
      for (const stop of stops) stop();
    };
    const giveUp = () => settle(() => reject(refusal('destroyed', 'The chat was destroyed')));
    const look = () => {
      const session = store.session.value;
      const entry = store.entries.value.find((one) => one.viewId === viewId);
      if (entry?.messageId) {
        const message = { ...entry, id: entry.messageId };
        settle(() => resolve(messageDetail(store, message)));
      } else if (!entry) settle(() => reject(refusal('send.failed', 'The chat was forgotten', 'over')));
      else if (entry.delivery.state === 'failed') {
        const { reason } = entry.delivery;
        settle(() => reject(refusal('send.failed', `Not sent: ${reason}`, reason)));
      } else if (session.phase === 'failed') settle(() => reject(failure(session.error)));
    };
    life.addEventListener('abort', giveUp, { once: true });
    stops.push(() => life.removeEventListener('abort', giveUp));
    stops.push(store.entries.subscribe(look), store.session.subscribe(look));
  });
}

/** A chat that is over gives way to a new one, and whoever is not known yet gets a name. */
function makeReady(store: VerbStore, nobodysName: string): void {
  if (!store.hasConsent.value) throw refusal('no.consent', 'The visitor has not agreed');
  if (store.session.value.phase === 'ended') store.reset();
  if (!store.guest.value.displayName) store.identify({ displayName: nobodysName });
}

function failure(error: Parameters<typeof reasonOf>[0]) {
  const reason = reasonOf(error);
  return refusal('chat.failed', `No chat: ${reason}`, reason);
}
