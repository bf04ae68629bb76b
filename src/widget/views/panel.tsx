import type { ChatView } from '../chat-view.ts';
import { ComposeBox } from './compose-box.tsx';
import { Header } from './header.tsx';
import { Questions } from './questions.tsx';
import { Transcript } from './transcript.tsx';

/** All of the dialog. The composer stays mounted in every state, so that what was written in it survives. */
export function Panel({ view }: { view: ChatView }) {
  const { store, config, words } = view;
  return (
    <div class="chat" dir={config.direction}>
      <Header view={view} />
      <Transcript view={view} />
      <div role="status">
        {store.status.value === 'offline' && <p part="notice">{words.kept}</p>}
        {!store.isStorageWorking.value && <p part="notice">{words.forgetful}</p>}
      </div>
      <Questions view={view} />
      <ComposeBox view={view} />
    </div>
  );
}
