import { type Signal, useSignal } from '@preact/signals';
import { locales } from '../../embed/locales.ts';
import { adminWords as words } from '../strings/admin-en.ts';
import type { AdminModel } from './admin-model.ts';
import { Copyable } from './copyable.tsx';
import { type ChoiceName, type Choices, policyHeader, previewAddress, snippet } from './snippet.ts';

type SnippetMakerProps = { admin: AdminModel; origin: string; deploymentId: string; isShown: boolean };

/** What to paste, chosen beside the widget it makes. */
export function SnippetMaker({ admin, origin, deploymentId, isShown }: SnippetMakerProps) {
  const chosenQueue = useSignal<string | undefined>(undefined);
  const choices = useSignal<Choices>({});
  const names = admin.queues.value.map(({ name }) => name);
  const queue = names.find((name) => name === chosenQueue.value) ?? names[0];
  if (queue === undefined) return <p>{words.noQueue}</p>;
  const shop = { origin, organizationId: admin.organizationId.value, deploymentId, queue };
  const build = admin.build.value;
  const address = previewAddress(shop, choices.value);
  return (
    <div class="snippet-maker">
      <div class="admin-form">
        <Choice label={words.forQueue} value={queue} onChoose={(name) => (chosenQueue.value = name)}>
          {Object.fromEntries(names.map((name) => [name, name]))}
        </Choice>
        <Looks choices={choices} />
        <Copyable label={words.tag} text={snippet(shop, choices.value)} />
        {build && <Copyable label={words.pinned} hint={words.pinnedHint} text={snippet(shop, choices.value, build)} />}
        <Copyable label={words.policy} text={policyHeader(shop, choices.value)} />
      </div>
      {isShown && (
        <div class="preview">
          <p>{words.previewHint}</p>
          {/* A new frame for each address: changing one in place would fill the browser's history. */}
          <iframe key={address} title={words.preview} src={address} />
        </div>
      )}
    </div>
  );
}

function Looks({ choices }: { choices: Signal<Choices> }) {
  const pick = (name: ChoiceName, label: string, options: Record<string, string>) => {
    const [first = ''] = Object.keys(options);
    // The first is the default, which needs no attribute.
    const choose = (value: string) => (choices.value = { ...choices.value, [name]: value === first ? '' : value });
    return (
      <Choice label={label} value={choices.value[name] || first} onChoose={choose}>
        {options}
      </Choice>
    );
  };
  const write = (event: { currentTarget: HTMLInputElement }) => {
    choices.value = { ...choices.value, 'text-launcher': event.currentTarget.value.trim() };
  };
  return (
    <>
      {pick('css', words.css, words.looks)}
      {pick('theme', words.theme, words.themes)}
      {pick('position', words.position, words.positions)}
      <label class="field">
        <span>{words.launcherText}</span>
        <input type="text" dir="auto" onChange={write} />
      </label>
      {pick('locale', words.locale, { '': words.asPage, ...languages })}
      {pick('form', words.form, words.forms)}
      {pick('consent', words.consent, words.consents)}
      {pick('storage', words.storage, words.storages)}
    </>
  );
}

const languages = Object.fromEntries(
  ['en', ...locales].map((tag) => [tag, new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? tag]),
);

type ChoiceProps = {
  label: string;
  value: string;
  onChoose(value: string): void;
  /** What is said for each value. */
  children: Readonly<Record<string, string>>;
};

function Choice({ label, value, onChoose, children }: ChoiceProps) {
  return (
    <label class="field">
      <span>{label}</span>
      <select value={value} onChange={(event) => onChoose(event.currentTarget.value)}>
        {Object.entries(children).map(([option, said]) => (
          <option key={option} value={option}>
            {said}
          </option>
        ))}
      </select>
    </label>
  );
}
