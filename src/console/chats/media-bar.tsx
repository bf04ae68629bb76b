import type { MediaRequest } from '../../chat/model.ts';
import { messages } from '../messages/messages.ts';
import type { AgentChatStore } from './agent-chat-store.ts';
import type { ChatDesk } from './chat-desk.ts';

type MediaBarProps = { store: ChatDesk; chat: AgentChatStore };

/** The state of the latest media request. */
export function MediaBar({ store, chat }: MediaBarProps) {
  const request = chat.conversation.value?.mediaRequests.value.at(-1);
  const { state, visitor } = chat.details.value;
  if (!request || state !== 'active' || chat.dismissed.value === request.id) return null;
  const dismiss = () => {
    chat.dismiss(request.id);
    // The button disappears, and the focus must not go with it.
    store.wantComposer(chat.id);
  };
  return (
    <div class="media-bar" data-state={request.state}>
      <p>{mediaRequestText(request, visitor.name)}</p>
      {request.state === 'PENDING' ? (
        <button type="button" class="button" onClick={() => void store.actions.cancelMedia(chat, request)}>
          {messages.value.cancelRequest}
        </button>
      ) : (
        <button type="button" class="button quiet" onClick={dismiss}>
          {messages.value.dismiss}
        </button>
      )}
    </div>
  );
}

export function mediaRequestText({ types, state }: MediaRequest, name: string): string {
  const what = types.includes('COBROWSE') ? messages.value.cobrowse : messages.value.screenshare;
  switch (state) {
    case 'PENDING':
      return messages.value.mediaPending(what, name);
    case 'ACCEPTED':
      return messages.value.mediaAccepted(what, name);
    case 'DECLINED':
      return messages.value.mediaDeclined(what, name);
    case 'TIMEDOUT':
      return messages.value.mediaTimedOut(what, name);
    case 'CANCELLED':
      return messages.value.mediaCancelled(what);
    case 'ERRORED':
      return messages.value.mediaErrored(what);
    default:
      return state satisfies never;
  }
}
