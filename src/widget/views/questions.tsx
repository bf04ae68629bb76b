import { Question } from '../../ui/question.tsx';
import type { ChatView } from '../chat-view.ts';
import { explain } from '../explain.ts';
import { fill } from '../strings/en.ts';
import { Consent } from './consent.tsx';

/** Whatever the visitor has to know or to decide now: what was pressed, the end, a failure, a request, a silence. */
export function Questions({ view }: { view: ChatView }) {
  const { store, words, agentName, question, warning, ask, saveTranscript } = view;
  const session = store.session.value;
  const request = store.mediaRequests.value.at(-1);
  const asked = question.value;
  const silence = warning.value;
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
      { word: words.save, onAnswer: saveTranscript },
    ];
    return <Question role="alert" sentence={words.goodbye} answers={answers} />;
  }
  if (session.phase === 'failed') {
    const sentence = words[explain(session.error)];
    return <Question role="alert" sentence={sentence} answers={[{ word: words.retry, onAnswer: store.start }]} />;
  }
  if (!store.hasConsent.value) return <Consent view={view} />;
  if (session.phase !== 'live') return null;
  if (request?.state === 'PENDING') {
    const { id, types } = request;
    const answers = [
      { word: words.accept, onAnswer: () => store.answerMediaRequest(id, 'ACCEPTED') },
      { word: words.decline, onAnswer: () => store.answerMediaRequest(id, 'DECLINED') },
    ];
    // Its own element: an answer to another question must not leave the focus on one of its buttons.
    const sentence = fill(words[types[0] ?? 'COBROWSE'], agentName.value);
    return <Question key={id} role="group" sentence={sentence} answers={answers} />;
  }
  if (!silence) return null;
  const answers = [{ word: silence.word, onAnswer: () => store.send(silence.word) }];
  return <Question key="silence" role="group" sentence={silence.sentence} answers={answers} />;
}
