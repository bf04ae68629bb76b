import type { ChatView } from '../chat-view.ts';
import { ComposeBox } from './compose-box.tsx';
import { Header } from './header.tsx';
import { Notices } from './notices.tsx';
import { Questions } from './questions.tsx';
import { Transcript } from './transcript.tsx';

/** The whole dialog. The composer stays mounted in every state, so that its text survives. */
export function Panel({ view }: { view: ChatView }) {
  return (
    <div class="chat" dir={view.config.direction}>
      <Header view={view} />
      <Transcript view={view} />
      <Notices view={view} />
      <Questions view={view} />
      <ComposeBox view={view} />
    </div>
  );
}
