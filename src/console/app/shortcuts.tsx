import { useEffect, useId, useRef } from 'preact/hooks';
import { messages } from '../messages/messages.ts';
import { LanguageChoice } from '../session/language-choice.tsx';
import type { ConsoleStore } from './console-store.ts';

type ShortcutsProps = { store: ConsoleStore; onClose(): void };

const letters = ['J', 'K', 'A', 'E', 'R', 'N', 'T', 'I', 'H', 'M', '?'] as const;
const others = ['/', '↑ ↓', 'Enter', 'Escape', 'Shift + Enter'] as const;

/** The list of shortcuts, and the switch for single letters. */
export function Shortcuts({ store, onClose }: ShortcutsProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  const { hasLetterKeys, setLetterKeys } = store.preferences;
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} class="confirm shortcuts" aria-labelledby={id} onClose={onClose}>
      <h2 id={id}>{messages.value.shortcuts}</h2>
      <dl>
        {(hasLetterKeys.value ? [...letters, ...others] : others).map((key) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{messages.value.keys[key]}</dd>
          </div>
        ))}
      </dl>
      <label class="shortcuts-switch">
        <input
          type="checkbox"
          checked={hasLetterKeys.value}
          onChange={(event) => setLetterKeys(event.currentTarget.checked)}
        />
        {messages.value.letterKeys}
      </label>
      <LanguageChoice preferences={store.preferences} />
      <div class="confirm-actions">
        <button type="button" class="button" autofocus onClick={() => dialog.current?.close()}>
          {messages.value.closeShortcuts}
        </button>
      </div>
    </dialog>
  );
}
