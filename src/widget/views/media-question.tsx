import type { ChatView } from '../chat-view.ts';

/** The latest request to look at the page or the screen: a question, then what became of it. */
export function MediaQuestion({ view: { store, words, agentName } }: { view: ChatView }) {
  const request = store.mediaRequests.value.at(-1);
  if (!request || store.session.value.phase !== 'live') return null;
  const { id, types, state } = request;
  if (state !== 'PENDING') return <p part="notice">{words[state]}</p>;
  const question = words[types[0] ?? 'COBROWSE'].replace('{name}', agentName.value);
  return (
    <div part="dialog" role="group" aria-label={question}>
      <p>{question}</p>
      <button type="button" class="main" onClick={() => store.answerMediaRequest(id, 'ACCEPTED')}>
        {words.accept}
      </button>
      <button type="button" onClick={() => store.answerMediaRequest(id, 'DECLINED')}>
        {words.decline}
      </button>
    </div>
  );
}
