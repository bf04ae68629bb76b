import { safeHref } from '../../../ui/links.ts';
import { Question } from '../../../ui/question.tsx';
import type { ChatView } from '../chat-view.ts';

/** Asks for consent where `data-consent` requires it. */
export function Consent({ view: { store, messages } }: { view: ChatView }) {
  const href = safeHref(messages.consentUrl);
  return (
    <Question
      key="consent"
      role="group"
      sentence={messages.consent}
      answers={[{ word: messages.agree, onAnswer: () => store.giveConsent() }]}
    >
      {href && (
        <a href={href} target="_blank" rel="noopener noreferrer">
          {messages.consentLink}
        </a>
      )}
    </Question>
  );
}
