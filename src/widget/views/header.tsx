import { Icon } from '../../ui/icon.tsx';
import { initials } from '../../ui/initials.ts';
import type { ChatView } from '../chat-view.ts';

export function Header({ view: { store, words, endQuestion, close } }: { view: ChatView }) {
  const name = store.agent.value?.displayName;
  return (
    <header part="header">
      {name && (
        <span class="avatar" aria-hidden="true">
          {initials(name)}
        </span>
      )}
      <div class="names">
        <h2 id="title" part="title">
          {name || words.title}
        </h2>
        <p part="status">{words[store.status.value]}</p>
      </div>
      {store.session.value.phase === 'live' && (
        <button
          type="button"
          class="quiet"
          hidden={!!endQuestion.value}
          onClick={() => {
            endQuestion.value = 'end';
          }}
        >
          {words.end}
        </button>
      )}
      <button type="button" class="quiet" aria-label={words.close} onClick={close}>
        <Icon path="M6 6l12 12M18 6 6 18" />
      </button>
    </header>
  );
}
