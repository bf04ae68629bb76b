import { safeHref } from '../../../ui/links.ts';
import { Question } from '../../../ui/question.tsx';
import type { ChatView } from '../chat-view.ts';

/** Where `data-consent` asks for it: what happens to what is written, and the one button that lets it happen. */
export function Consent({ view: { store, words } }: { view: ChatView }) {
  const href = safeHref(words.consentUrl);
  return (
    <Question
      key="consent"
      role="group"
      sentence={words.consent}
      answers={[{ word: words.agree, onAnswer: () => store.giveConsent() }]}
    >
      {href && (
        <a href={href} target="_blank" rel="noopener noreferrer">
          {words.consentLink}
        </a>
      )}
    </Question>
  );
}
