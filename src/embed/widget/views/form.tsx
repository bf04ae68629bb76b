import { useState } from 'preact/hooks';
import type { GuestDetails } from '../../../chat/model.ts';
import { hasVisibleText, VISIBLE_TEXT_PATTERN } from '../../../lib/visible-text.ts';
import type { ChatView } from '../chat-view.ts';
import type { FormField } from '../form-fields.ts';
import { say } from '../messages/messages.ts';

/** What is still to be asked of the visitor. */
const missing = ({ store, config }: ChatView) => config.form.filter(({ key }) => !store.guest.value[key]);

/** Asked before a chat starts, of who is not known yet: the fields of `data-form`. Their texts belong to the DOM. */
export function StartForm({ view }: { view: ChatView }) {
  const fields = missing(view);
  if (view.store.session.value.phase !== 'idle' || !fields.length) return null;
  return (
    <div class="fields">
      {fields.map((field) => (
        <Field key={field.key} field={field} view={view} />
      ))}
      <button type="submit">{view.words.start}</button>
    </div>
  );
}

function Field({ field: { key, word, token, isRequired }, view: { words } }: { field: FormField; view: ChatView }) {
  const [error, setError] = useState('');
  return (
    <div part="field">
      <label for={key}>{isRequired ? words[word] : say(words, 'optional', words[word])}</label>
      <input
        id={key}
        name={key}
        type={token === 'email' || token === 'tel' ? token : 'text'}
        autocomplete={token}
        // Only its absence tells the types that this is a text box.
        list={undefined}
        required={isRequired}
        // Not only what nobody sees.
        pattern={VISIBLE_TEXT_PATTERN}
        maxLength={100}
        aria-invalid={!!error}
        aria-describedby={`${key}-error`}
        // The browser's own words, but where they stay and cover nothing.
        onInvalid={(event) => {
          event.preventDefault();
          setError(event.currentTarget.validationMessage);
          event.currentTarget.form?.querySelector<HTMLElement>('input:invalid')?.focus();
        }}
        onInput={() => setError('')}
      />
      <small id={`${key}-error`} part="failed">
        {error}
      </small>
    </div>
  );
}

/** Takes over what the form was told. Whoever gave no name is called what they said of themselves, or a visitor. */
export function introduce(form: HTMLFormElement, view: ChatView): void {
  const { store, words } = view;
  if (store.session.value.phase !== 'idle') return;
  const told: Partial<GuestDetails> = {};
  const filled = new FormData(form);
  for (const { key } of missing(view)) {
    const value = `${filled.get(key) ?? ''}`.trim();
    if (hasVisibleText(value)) told[key] = value;
  }
  const { displayName, firstName, lastName } = { ...store.guest.value, ...told };
  store.identify({
    ...told,
    displayName: displayName || [firstName, lastName].filter(Boolean).join(' ') || words.visitor,
  });
}
