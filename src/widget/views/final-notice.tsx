import type { ChatView } from '../chat-view.ts';
import { explain } from '../explain.ts';

/** The chat is over; its transcript stays above. */
export function Ended({ view: { store, words } }: { view: ChatView }) {
  return (
    <div part="dialog" role="alert">
      <p>{words.goodbye}</p>
      <button type="button" class="main" onClick={store.reset}>
        {words.again}
      </button>
    </div>
  );
}

/** No chat came about; what was written waits for the next try. */
export function Failed({ view: { store, words } }: { view: ChatView }) {
  const session = store.session.value;
  return (
    <div part="dialog" role="alert">
      {session.phase === 'failed' && <p>{words[explain(session.error)]}</p>}
      <button type="button" class="main" onClick={store.start}>
        {words.retry}
      </button>
    </div>
  );
}
