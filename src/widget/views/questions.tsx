import { Question } from '../../ui/question.tsx';
import type { ChatView } from '../chat-view.ts';
import { explain } from '../explain.ts';
import { fill } from '../strings/en.ts';

/** Whatever the visitor has to know or to decide now: the latest request to share, the end, a failure. */
export function Questions({ view: { store, words, agentName, endQuestion } }: { view: ChatView }) {
  const session = store.session.value;
  const request = store.mediaRequests.value.at(-1);
  const ends = endQuestion.value;
  if (session.phase === 'ended') {
    return <Question role="alert" sentence={words.goodbye} answers={[{ word: words.again, onAnswer: store.reset }]} />;
  }
  if (session.phase === 'failed') {
    const sentence = words[explain(session.error)];
    return <Question role="alert" sentence={sentence} answers={[{ word: words.retry, onAnswer: store.start }]} />;
  }
  if (ends) {
    const keep = () => {
      endQuestion.value = undefined;
    };
    const end = () => {
      keep();
      store.end();
      if (ends === 'close') store.close();
    };
    const answers = [
      { word: words.end, onAnswer: end },
      { word: words.keep, onAnswer: keep },
    ];
    return <Question role="alertdialog" sentence={words.endAsk} answers={answers} />;
  }
  if (request?.state !== 'PENDING' || session.phase !== 'live') return null;
  const { id, types } = request;
  const answers = [
    { word: words.accept, onAnswer: () => store.answerMediaRequest(id, 'ACCEPTED') },
    { word: words.decline, onAnswer: () => store.answerMediaRequest(id, 'DECLINED') },
  ];
  // Its own element: an answer to another question must not leave the focus on one of its buttons.
  const sentence = fill(words[types[0] ?? 'COBROWSE'], agentName.value);
  return <Question key={id} role="group" sentence={sentence} answers={answers} />;
}
