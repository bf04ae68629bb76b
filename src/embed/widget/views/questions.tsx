import { Question } from '../../../ui/question.tsx';
import type { ChatView } from '../chat-view.ts';
import { explain } from '../describe-setup-error.ts';
import { Consent } from './consent.tsx';

/** Whatever the visitor has to know or to decide now: what was pressed, the end, a failure, a request, a silence. */
export function Questions({ view }: { view: ChatView }) {
  const { store, words, question, ask, saveTranscript } = view;
  const session = store.session.value;
  const asked = question.value;
  const aside = view.aside.value;
  if (asked && (asked.outlives || !/ended|failed/.test(session.phase))) {
    return <Question role="alertdialog" {...asked} />;
  }
  if (session.phase === 'ended') {
    const again = () => {
      ask();
      store.reset();
    };
    const answers = [
      { word: words.again, onAnswer: again },
      ...(store.entries.value[0] ? [{ word: words.save, onAnswer: saveTranscript }] : []),
    ];
    return <Question role="alert" sentence={words.goodbye} answers={answers} />;
  }
  if (session.phase === 'failed') {
    const sentence = words[explain(session.error)];
    return <Question role="alert" sentence={sentence} answers={[{ word: words.retry, onAnswer: store.start }]} />;
  }
  if (!store.hasConsent.value) return <Consent view={view} />;
  if (session.phase !== 'live' || !aside) return null;
  // Its own element: an answer to another question must not leave the focus on one of its buttons.
  return <Question key={aside.key} role="group" sentence={aside.sentence} answers={aside.answers} />;
}
