import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

/** What can be answered: its word, and what the answer does. The first is the one that is asked for. */
export type Answer = { word: string; onAnswer(): void };

export type QuestionProps = {
  role: 'alert' | 'alertdialog' | 'group';
  sentence: string;
  answers: Answer[];
  /** What belongs to the sentence: a link. */
  children?: ComponentChildren;
};

/** A sentence with its buttons. Unless it can wait, it takes the focus of who is near; the last answer does no harm. */
export function Question({ role, sentence, answers, children }: QuestionProps) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const isNear = role !== 'group' && box.current?.parentElement?.matches(':focus-within');
    if (isNear) box.current?.querySelector<HTMLElement>('button:last-child')?.focus();
  }, [sentence]);
  useLayoutEffect(
    () => () => {
      // What was pressed goes, and would take the focus along.
      if (box.current?.matches(':focus-within')) box.current.parentElement?.querySelector('textarea')?.focus();
    },
    [],
  );
  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole lint/a11y/noStaticElementInteractions: it has one of three roles, each of which takes a name.
    <div
      ref={box}
      part="dialog"
      role={role}
      aria-label={sentence}
      onKeyDown={(event) => {
        // Where there is a choice, Esc is the answer that does no harm, and closes nothing else.
        if (event.key !== 'Escape' || role === 'alert' || !answers[1]) return;
        event.stopPropagation();
        answers[1].onAnswer();
      }}
    >
      <p>
        {sentence} {children}
      </p>
      {answers.map(({ word, onAnswer }) => (
        <button type="button" onClick={onAnswer}>
          {word}
        </button>
      ))}
    </div>
  );
}
