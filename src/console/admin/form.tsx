import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';

type FormProps = {
  label: string;
  submit: string;
  /** Answers what went wrong; nothing typed is lost then. */
  onSubmit(fields: FormData): Promise<string | undefined>;
  /** Empties the fields once it is done. */
  isForNew?: boolean;
  children: ComponentChildren;
};

/** A form that says what went wrong where it went wrong. */
export function Form({ label, submit, onSubmit, isForNew = false, children }: FormProps) {
  const problem = useSignal<string | undefined>(undefined);
  const isBusy = useSignal(false);
  const send = async (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget;
    if (isBusy.value || !(form instanceof HTMLFormElement)) return;
    isBusy.value = true;
    problem.value = await onSubmit(new FormData(form));
    isBusy.value = false;
    if (isForNew && problem.value === undefined) form.reset();
  };
  return (
    <form class="admin-form" aria-label={label} onSubmit={send}>
      <p class="notice" role="alert" hidden={!problem.value}>
        {problem}
      </p>
      {children}
      <button type="submit" class="button primary" aria-disabled={isBusy}>
        {submit}
      </button>
    </form>
  );
}

type FieldProps = { label: string; name: string };

export function TextField({ label, name, value = '' }: FieldProps & { value?: string }) {
  return (
    <label class="field">
      <span>{label}</span>
      <input name={name} type="text" defaultValue={value} required dir="auto" />
    </label>
  );
}

export function EmailField({ label, name, value = '' }: FieldProps & { value?: string }) {
  return (
    <label class="field">
      <span>{label}</span>
      <input name={name} type="email" defaultValue={value} required />
    </label>
  );
}
