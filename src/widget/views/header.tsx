import { Icon } from '../../ui/icon.tsx';
import { initials } from '../../ui/initials.ts';
import type { ChatView } from '../chat-view.ts';

export function Header({ view }: { view: ChatView }) {
  const { store, words, endQuestion, close } = view;
  const agent = store.agent.value;
  const { phase } = store.session.value;
  const isGoing = phase === 'live' || phase === 'starting';
  return (
    <header part="header">
      {agent && (
        <span class="avatar" aria-hidden="true">
          {initials(agent.displayName)}
        </span>
      )}
      <div class="names">
        <h2 id="title" part="title">
          {agent?.displayName || words.title}
        </h2>
        <p part="status">{words[store.status.value]}</p>
      </div>
      {isGoing && !endQuestion.value && (
        <button
          type="button"
          class="quiet"
          onClick={() => {
            endQuestion.value = 'end';
          }}
        >
          {words.end}
        </button>
      )}
      <button type="button" class="quiet icon" aria-label={words.close} onClick={close}>
        <Icon path="M6 6l12 12M18 6 6 18" />
      </button>
    </header>
  );
}
