import type { ChatView } from '../chat-view.ts';
import { ComposeBox } from './compose-box.tsx';
import { EndQuestion } from './end-question.tsx';
import { Ended, Failed } from './final-notice.tsx';
import { Header } from './header.tsx';
import { MediaQuestion } from './media-question.tsx';
import { Transcript } from './transcript.tsx';

/** All of the dialog. The composer stays mounted in every state, so that what was written in it survives. */
export function Panel({ view }: { view: ChatView }) {
  const { store, config, words, endQuestion } = view;
  const { phase } = store.session.value;
  const status = store.status.value;
  const isOver = phase === 'ended' || phase === 'failed';
  return (
    <div class="chat" dir={config.direction}>
      <Header view={view} />
      <Transcript view={view} />
      <div role="status">
        {status === 'offline' && <p part="notice">{words.kept}</p>}
        {!store.isStorageWorking.value && <p part="notice">{words.forgetful}</p>}
        <MediaQuestion view={view} />
      </div>
      {endQuestion.value && <EndQuestion view={view} />}
      {phase === 'ended' && <Ended view={view} />}
      {phase === 'failed' && <Failed view={view} />}
      <ComposeBox view={view} isHidden={isOver || !!endQuestion.value} />
    </div>
  );
}
