import type { ChatError } from '../../../chat/errors.ts';
import { Question } from '../../../ui/question.tsx';
import { type ChatView, isOver } from '../chat-view.ts';
import { Consent } from './consent.tsx';

/** What the visitor has to know or to decide: a confirmation, the end, a failure, consent, or a prompt. */
export function Questions({ view }: { view: ChatView }) {
  const { store, messages, question, ask, saveTranscript } = view;
  const session = store.session.value;
  const pending = question.value;
  const prompt = view.prompt.value;
  if (pending && (pending.outlasts || !isOver(session))) {
    return <Question role="alertdialog" {...pending} />;
  }
  if (session.phase === 'ended') {
    const again = () => {
      ask();
      store.reset();
    };
    const answers = [
      { word: messages.again, onAnswer: again },
      ...(store.entries.value[0] ? [{ word: messages.save, onAnswer: saveTranscript }] : []),
    ];
    return <Question role="alert" sentence={messages.goodbye} answers={answers} />;
  }
  if (session.phase === 'failed') {
    const sentence = messages[describeSetupError(session.error)];
    return <Question role="alert" sentence={sentence} answers={[{ word: messages.retry, onAnswer: store.start }]} />;
  }
  if (!store.hasConsent.value) return <Consent view={view} />;
  if (session.phase !== 'live' || !prompt) return null;
  // Keyed, so that an answer to another prompt does not leave the focus on one of its buttons.
  return <Question key={prompt.key} role="group" sentence={prompt.sentence} answers={prompt.answers} />;
}

/** The name of the message for a visitor whose chat could not be created. */
function describeSetupError({ kind, code }: ChatError): 'closed' | 'refused' | 'broken' | 'unreachable' {
  if (code === 'chat.deployment.disabled') return 'closed';
  switch (kind) {
    case 'gone':
    case 'rejected':
    case 'unauthorized':
      return 'refused';
    case 'server':
    case 'unreadable':
      return 'broken';
    case 'offline':
    case 'timeout':
    case 'limited':
      return 'unreachable';
  }
}
