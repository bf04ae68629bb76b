import { type Signal, useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import { locales } from '../../embed/contract/locales.ts';
import { type AdminMessages, adminMessages } from '../messages/messages.ts';
import type { AdminModel } from './admin-model.ts';
import { Copyable } from './copyable.tsx';
import { type Choices, policyHeader, previewAddress, snippet } from './snippet.ts';
import { picks, readFurther, written } from './snippet-fields.ts';

type SnippetMakerProps = { admin: AdminModel; origin: string; deploymentId: string; isShown: boolean };

/** What to paste, chosen beside the widget it makes. */
export function SnippetMaker({ admin, origin, deploymentId, isShown }: SnippetMakerProps) {
  const chosenQueue = useSignal<string | undefined>(undefined);
  const chosen = useSignal<Choices>({});
  const further = useSignal('');
  const choices = { ...chosen.value, ...readFurther(further.value).choices };
  const names = admin.queues.value.map(({ name }) => name);
  const queue = names.find((name) => name === chosenQueue.value) ?? names[0];
  if (queue === undefined) return <p>{adminMessages.value.noQueue}</p>;
  const target = { origin, organizationId: admin.organizationId.value, deploymentId, queue };
  const build = admin.build.value;
  const address = previewAddress(target, choices);
  return (
    <div class="snippet-maker">
      <div class="admin-form">
        <Choice label={adminMessages.value.forQueue} value={queue} onChoose={(name) => (chosenQueue.value = name)}>
          {Object.fromEntries(names.map((name) => [name, name]))}
        </Choice>
        <Appearance choices={chosen} />
        <More choices={chosen} further={further} />
        <Copyable label={adminMessages.value.tag} text={snippet(target, choices)} />
        {build && (
          <Copyable
            label={adminMessages.value.pinned}
            hint={adminMessages.value.pinnedHint}
            text={snippet(target, choices, build)}
          />
        )}
        <Copyable label={adminMessages.value.policy} text={policyHeader(target, choices)} />
      </div>
      {isShown && (
        <div class="preview">
          <p>{adminMessages.value.previewHint}</p>
          {/* A new frame for each address: changing one in place would fill the browser's history. */}
          <iframe key={address} title={adminMessages.value.preview} src={address} />
        </div>
      )}
    </div>
  );
}

type PartProps = { choices: Signal<Choices> };

function Appearance({ choices }: PartProps) {
  return (
    <>
      <AttributeSelect
        choices={choices}
        name="css"
        label={adminMessages.value.css}
        options={adminMessages.value.stylesheets}
      />
      {picks.appearance.map((name) => (
        <AttributeSelect
          key={name}
          choices={choices}
          name={name}
          label={adminMessages.value.attributes[name]}
          options={listOptions(adminMessages.value)[name]}
        />
      ))}
      <AttributeInput choices={choices} name="text-launcher" />
    </>
  );
}

/** What few sites set. */
function More({ choices, further }: PartProps & { further: Signal<string> }) {
  const id = useId();
  const { problems } = readFurther(further.value);
  return (
    <details class="more">
      <summary>{adminMessages.value.moreAttributes}</summary>
      {written.words.slice(1).map((name) => (
        <AttributeInput key={name} choices={choices} name={name} />
      ))}
      {picks.coming.map((name) => (
        <AttributeSelect
          key={name}
          choices={choices}
          name={name}
          label={adminMessages.value.attributes[name]}
          options={listOptions(adminMessages.value)[name]}
        />
      ))}
      {[...written.coming, ...written.routing, ...written.visitor, ...written.page].map((name) => (
        <AttributeInput key={name} choices={choices} name={name} />
      ))}
      <div class="field">
        <label for={id}>{adminMessages.value.further}</label>
        <textarea
          id={id}
          rows={3}
          dir="ltr"
          aria-describedby={`${id}-hint`}
          aria-invalid={problems.length > 0}
          onChange={(event) => (further.value = event.currentTarget.value)}
        />
        <small id={`${id}-hint`} class={problems.length > 0 ? 'wrong' : undefined}>
          {problems.join(' ') || adminMessages.value.furtherHint}
        </small>
      </div>
    </details>
  );
}

type PickProps = PartProps & { name: string; label: string; options: Readonly<Record<string, string>> };

function AttributeSelect({ choices, name, label, options }: PickProps) {
  const [first = ''] = Object.keys(options);
  // The first is the default, which needs no attribute.
  const choose = (value: string) => (choices.value = { ...choices.value, [name]: value === first ? '' : value });
  return (
    <Choice label={label} value={choices.value[name] || first} onChoose={choose}>
      {options}
    </Choice>
  );
}

function AttributeInput({ choices, name }: PartProps & { name: keyof AdminMessages['attributes'] }) {
  const write = (event: { currentTarget: HTMLInputElement }) => {
    choices.value = { ...choices.value, [name]: event.currentTarget.value.trim() };
  };
  return (
    <label class="field">
      <span>{adminMessages.value.attributes[name]}</span>
      <input type="text" dir="auto" value={choices.value[name] ?? ''} onChange={write} />
    </label>
  );
}

const languages = Object.fromEntries(
  ['en', ...locales].map((tag) => [tag, new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? tag]),
);

const listOptions = (messages: AdminMessages) => ({
  theme: messages.themes,
  position: messages.positions,
  locale: { '': messages.asPage, ...languages },
  form: messages.forms,
  consent: messages.consents,
  storage: messages.storages,
  open: messages.opens,
  load: messages.loads,
  'end-on': messages.ends,
});

type ChoiceProps = {
  label: string;
  value: string;
  onChoose(value: string): void;
  /** The label of each value. */
  children: Readonly<Record<string, string>>;
};

function Choice({ label, value, onChoose, children }: ChoiceProps) {
  return (
    <label class="field">
      <span>{label}</span>
      <select value={value} onChange={(event) => onChoose(event.currentTarget.value)}>
        {Object.entries(children).map(([option, text]) => (
          <option key={option} value={option}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}
