import { Icon } from '../../../ui/icon.tsx';
import { initials } from '../../../ui/initials.ts';
import { type ChatView, statusText } from '../chat-view.ts';

export function Header({ view }: { view: ChatView }) {
  const { store, messages, question, elapsed, picture, confirmEnd, close, openMenu } = view;
  const status = store.status.value;
  // An agent who has left is not the one the visitor waits for.
  const agent = status === 'waiting' ? undefined : store.agent.value;
  return (
    <div part="header">
      {agent?.displayName && (
        <span class="avatar" aria-hidden="true">
          {initials(agent.displayName)}
          {picture.value && <img src={picture.value} alt="" referrerpolicy="no-referrer" />}
        </span>
      )}
      <div class="names">
        <h2 id="title" part="title">
          {agent?.displayName || messages.title}
        </h2>
        <p part="status">
          {statusText(view)}
          {elapsed}
        </p>
      </div>
      {store.session.value.phase === 'live' && (
        <button type="button" class="quiet" hidden={!!question.value} onClick={() => confirmEnd()}>
          {messages.end}
        </button>
      )}
      {store.hasConsent.value && (
        <button
          type="button"
          class="quiet"
          aria-label={messages.menu}
          aria-haspopup="menu"
          aria-expanded="false"
          onClick={({ currentTarget }) => openMenu(currentTarget)}
        >
          <Icon path="M5 12h.01M12 12h.01M19 12h.01" />
        </button>
      )}
      <button type="button" class="quiet" aria-label={messages.close} onClick={close}>
        <Icon path="M6 6l12 12M18 6 6 18" />
      </button>
    </div>
  );
}
