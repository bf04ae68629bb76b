import { type ReadonlySignal, signal, useSignal } from '@preact/signals';
import { type ComponentChildren, createContext, type JSX } from 'preact';
import { useContext, useEffect, useId, useRef } from 'preact/hooks';
import { adminWords as words } from '../strings/admin-en.ts';
import type { Trouble } from './trouble.ts';

type FormProps = {
  label: string;
  submit: string;
  /** Answers what went wrong; nothing typed is lost then. With a version, the change is meant to be over theirs. */
  onSubmit(fields: FormData, theirVersion?: number): Promise<Trouble | undefined>;
  /** Reads what is there now, in place of what was typed. */
  onGiveUp?(): void;
  /** Empties the fields once it is done. */
  isForNew?: boolean;
  children: ComponentChildren;
};

const Wrong = createContext<ReadonlySignal<Trouble | undefined>>(signal(undefined));

/** A form that says what went wrong where it went wrong. */
export function Form({ label, submit, onSubmit, onGiveUp, isForNew = false, children }: FormProps) {
  const form = useRef<HTMLFormElement>(null);
  const trouble = useSignal<Trouble | undefined>(undefined);
  const isBusy = useSignal(false);
  const isSaved = useSignal(false);
  useEffect(() => form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus(), [trouble.value]);
  const send = async (theirVersion?: number) => {
    if (isBusy.value || !form.current) return;
    isBusy.value = true;
    isSaved.value = false;
    trouble.value = await onSubmit(new FormData(form.current), theirVersion);
    isBusy.value = false;
    isSaved.value = trouble.value === undefined;
    if (isForNew && trouble.value === undefined) form.current?.reset();
  };
  const { text, theirVersion } = trouble.value ?? {};
  return (
    <form
      ref={form}
      class="admin-form"
      aria-label={label}
      onInput={() => (isSaved.value = false)}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <div class="notice" role="alert" hidden={!text}>
        <p>{text}</p>
        {theirVersion !== undefined && (
          <p class="choices">
            <button type="button" class="button" onClick={() => send(theirVersion)}>
              {words.saveMine}
            </button>{' '}
            <button type="button" class="button quiet" onClick={onGiveUp}>
              {words.showTheirs}
            </button>
          </p>
        )}
      </div>
      <Wrong.Provider value={trouble}>{children}</Wrong.Provider>
      <p>
        <button type="submit" class="button primary" aria-disabled={isBusy}>
          {submit}
        </button>{' '}
        <span role="status">{isSaved.value && words.done}</span>
      </p>
    </form>
  );
}

type FieldProps = { label: string; name: string; hint?: string };
type Told = { id: string; name: string; 'aria-invalid': boolean; 'aria-describedby': string | undefined };

/** A label, what stands in it, and below it what is wrong with that. */
export function Field({ label, name, hint, children }: FieldProps & { children(told: Told): JSX.Element }) {
  const id = useId();
  const wrong = wordsFor(useContext(Wrong).value, name);
  const told = wrong || hint ? `${id}-told` : undefined;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children({ id, name, 'aria-invalid': wrong !== undefined, 'aria-describedby': told })}
      {told && (
        <small id={told} class={wrong ? 'wrong' : undefined}>
          {wrong ?? hint}
        </small>
      )}
    </div>
  );
}

type TextFieldProps = FieldProps & { value?: string; isNeeded?: boolean };

export function TextField({ value = '', isNeeded = true, ...props }: TextFieldProps) {
  return (
    <Field {...props}>
      {(told) => <input {...told} type="text" defaultValue={value} required={isNeeded} dir="auto" />}
    </Field>
  );
}

export function EmailField({ value = '', ...props }: TextFieldProps) {
  return <Field {...props}>{(told) => <input {...told} type="email" defaultValue={value} required />}</Field>;
}

export function NumberField({ value = '', isNeeded = true, limits, ...props }: TextFieldProps & { limits: Limits }) {
  return (
    <Field {...props}>
      {(told) => <input {...told} {...limits} type="number" defaultValue={value} required={isNeeded} />}
    </Field>
  );
}

type Limits = { min: number; max: number };
type AreaProps = FieldProps & { value?: string; isNeeded?: boolean };

export function TextArea({ value = '', isNeeded = false, ...props }: AreaProps) {
  return (
    <Field {...props}>
      {(told) => <textarea {...told} rows={3} required={isNeeded} dir="auto" defaultValue={value} />}
    </Field>
  );
}

export function CheckBox({ label, name, isChecked = false }: FieldProps & { isChecked?: boolean }) {
  return (
    <label class="check">
      <input name={name} type="checkbox" defaultChecked={isChecked} /> <span>{label}</span>
    </label>
  );
}

/** Also what is wrong with a part of it, such as an entry of a list. */
function wordsFor(trouble: Trouble | undefined, name: string): string | undefined {
  const found = Object.entries(trouble?.fields ?? {}).find(([field]) => field === name || field.startsWith(`${name}.`));
  return found?.[1];
}

/** What was typed into a field, without the blanks around it. */
export const said = (fields: FormData, name: string): string => String(fields.get(name) ?? '').trim();

export const listOf = (fields: FormData, name: string): string[] =>
  said(fields, name)
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean);
