import { useState } from 'preact/hooks';
import type { GuestDetails } from '../../../chat/model.ts';
import { hasVisibleText, VISIBLE_TEXT_PATTERN } from '../../../lib/visible-text.ts';
import type { ChatView } from '../chat-view.ts';
import type { FormField } from '../form-fields.ts';
import { formatMessage } from '../messages/messages.ts';

/** The fields whose details are not known yet. */
const missingFields = ({ store, config }: ChatView) => config.form.filter(({ key }) => !store.guest.value[key]);

/** The fields of `data-form` before a chat starts, those already known left out. Their texts belong to the DOM. */
export function StartForm({ view }: { view: ChatView }) {
  const fields = missingFields(view);
  if (view.store.session.value.phase !== 'idle' || !fields.length) return null;
  return (
    <div class="fields">
      {fields.map((field) => (
        <Field key={field.key} field={field} view={view} />
      ))}
      <button type="submit">{view.messages.start}</button>
    </div>
  );
}

function Field({ field: { key, word, token, isRequired }, view: { messages } }: { field: FormField; view: ChatView }) {
  const [error, setError] = useState('');
  return (
    <div part="field">
      <label for={key}>{isRequired ? messages[word] : formatMessage(messages, 'optional', messages[word])}</label>
      <input
        id={key}
        name={key}
        type={token === 'email' || token === 'tel' ? token : 'text'}
        autocomplete={token}
        // The types take this for a text box only where `list` is absent.
        list={undefined}
        required={isRequired}
        // At least one visible character.
        pattern={VISIBLE_TEXT_PATTERN}
        maxLength={100}
        aria-invalid={!!error}
        aria-describedby={`${key}-error`}
        // The browser's own messages, but where they stay and cover nothing.
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

/** Takes over the form's details. Without a name the guest is called by first and last name, or a visitor. */
export function identifyGuest(form: HTMLFormElement, view: ChatView): void {
  const { store, messages } = view;
  if (store.session.value.phase !== 'idle') return;
  const details: Partial<GuestDetails> = {};
  const filled = new FormData(form);
  for (const { key } of missingFields(view)) {
    const value = `${filled.get(key) ?? ''}`.trim();
    if (hasVisibleText(value)) details[key] = value;
  }
  const { displayName, firstName, lastName } = { ...store.guest.value, ...details };
  store.identify({
    ...details,
    displayName: displayName || [firstName, lastName].filter(Boolean).join(' ') || messages.visitor,
  });
}
