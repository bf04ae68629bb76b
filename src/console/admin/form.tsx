import { type ReadonlySignal, signal, useSignal } from '@preact/signals';
import { type ComponentChildren, createContext, type JSX } from 'preact';
import { useContext, useEffect, useId, useMemo, useRef } from 'preact/hooks';
import { adminMessages } from '../messages/messages.ts';
import type { FormError } from './form-error.ts';

type FormProps = {
  label: string;
  submit: string;
  /** Answers what went wrong; nothing typed is lost then. With a version, the change is meant to be over theirs. */
  onSubmit(fields: FormData, theirVersion?: number): Promise<FormError | undefined>;
  /** Reads what is there now, in place of what was typed. */
  onGiveUp?(): Promise<void>;
  /** Empties the fields once it is done. */
  isForNew?: boolean;
  children: ComponentChildren;
};

const FormErrorContext = createContext<ReadonlySignal<FormError | undefined>>(signal(undefined));
type Editing = { begin(): void; finish(isSaved: boolean): void };
const EditingContext = createContext<Editing | undefined>(undefined);

type EditedThingProps<Thing> = { thing: Thing; children(shown: Thing, key: number): ComponentChildren };

/**
 * Holds the thing a form began with: while something is typed or sent there, a newer state that was read changes
 * nothing. Once the form is given up, another key makes another form of it. After a save the form stays as it is.
 */
export function EditedThing<Thing extends { version: number | undefined }>({
  thing,
  children,
}: EditedThingProps<Thing>) {
  const held = useSignal<Thing | undefined>(undefined);
  const latest = useRef(thing);
  latest.current = thing;
  const drawn = useRef({ key: 0, version: thing.version, isOwn: false });
  const editing = useMemo(
    () => ({
      begin() {
        held.value ??= latest.current;
      },
      finish(isSaved: boolean) {
        drawn.current.isOwn = isSaved;
        held.value = undefined;
      },
    }),
    [],
  );
  const shown = held.value ?? thing;
  const { key, version, isOwn } = drawn.current;
  if (version !== shown.version) drawn.current = { key: isOwn ? key : key + 1, version: shown.version, isOwn: false };
  return (
    <EditingContext.Provider value={editing}>
      <div onInput={editing.begin} onChange={editing.begin}>
        {children(shown, drawn.current.key)}
      </div>
    </EditingContext.Provider>
  );
}

/** A form that shows each error at its field. */
export function Form({ label, submit, onSubmit, onGiveUp, isForNew = false, children }: FormProps) {
  const form = useRef<HTMLFormElement>(null);
  const editing = useContext(EditingContext);
  const inputs = useRef(0);
  const error = useSignal<FormError | undefined>(undefined);
  const isBusy = useSignal(false);
  const isSaved = useSignal(false);
  useEffect(() => form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus(), [error.value]);
  const send = async (theirVersion?: number) => {
    if (isBusy.value || !form.current) return;
    isBusy.value = true;
    isSaved.value = false;
    const sent = inputs.current;
    editing?.begin();
    error.value = await onSubmit(new FormData(form.current), theirVersion);
    isBusy.value = false;
    isSaved.value = error.value === undefined;
    // What was typed while the request was under way stays in the fields.
    if (error.value !== undefined || inputs.current !== sent) return;
    if (isForNew) form.current?.reset();
    else editing?.finish(true);
  };
  const giveUp = async () => {
    await onGiveUp?.();
    editing?.finish(false);
  };
  const { text, theirVersion } = error.value ?? {};
  return (
    <form
      ref={form}
      class="admin-form"
      aria-label={label}
      onInput={() => {
        inputs.current += 1;
        isSaved.value = false;
      }}
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
              {adminMessages.value.saveMine}
            </button>{' '}
            <button type="button" class="button quiet" onClick={giveUp}>
              {adminMessages.value.showTheirs}
            </button>
          </p>
        )}
      </div>
      <FormErrorContext.Provider value={error}>{children}</FormErrorContext.Provider>
      <p>
        <button type="submit" class="button primary" aria-disabled={isBusy}>
          {submit}
        </button>{' '}
        <span role="status">{isSaved.value && adminMessages.value.done}</span>
      </p>
    </form>
  );
}

type FieldProps = { label: string; name: string; hint?: string };
type ControlProps = { id: string; name: string; 'aria-invalid': boolean; 'aria-describedby': string | undefined };

/** A label, its control, and below it the error or the hint. */
export function Field({ label, name, hint, children }: FieldProps & { children(control: ControlProps): JSX.Element }) {
  const id = useId();
  const wrong = fieldErrorOf(useContext(FormErrorContext).value, name);
  const control = wrong || hint ? `${id}-hint` : undefined;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children({ id, name, 'aria-invalid': wrong !== undefined, 'aria-describedby': control })}
      {control && (
        <small id={control} class={wrong ? 'wrong' : undefined}>
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
      {(control) => <input {...control} type="text" defaultValue={value} required={isNeeded} dir="auto" />}
    </Field>
  );
}

export function EmailField({ value = '', ...props }: TextFieldProps) {
  return <Field {...props}>{(control) => <input {...control} type="email" defaultValue={value} required />}</Field>;
}

export function NumberField({ value = '', isNeeded = true, limits, ...props }: TextFieldProps & { limits: Limits }) {
  return (
    <Field {...props}>
      {(control) => <input {...control} {...limits} type="number" defaultValue={value} required={isNeeded} />}
    </Field>
  );
}

type Limits = { min: number; max: number };
type AreaProps = FieldProps & { value?: string; isNeeded?: boolean };

export function TextArea({ value = '', isNeeded = false, ...props }: AreaProps) {
  return (
    <Field {...props}>
      {(control) => <textarea {...control} rows={3} required={isNeeded} dir="auto" defaultValue={value} />}
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

/** Includes errors of a part of the field, such as an entry of a list. */
function fieldErrorOf(error: FormError | undefined, name: string): string | undefined {
  const found = Object.entries(error?.fields ?? {}).find(([field]) => field === name || field.startsWith(`${name}.`));
  return found?.[1];
}

/** What was typed into a field, without the blanks around it. */
export const fieldValue = (fields: FormData, name: string): string => String(fields.get(name) ?? '').trim();

export const listOf = (fields: FormData, name: string): string[] =>
  fieldValue(fields, name)
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean);
