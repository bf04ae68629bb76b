import type { Signal } from '@preact/signals';
import type { Setting } from '../address.ts';
import { type Choice, choices, stylesheets } from '../choices.ts';

type OptionsProps = { setting: Signal<Setting>; onReload(): void };

/** Every attribute of the tag, and the appearance of the page around it. A change takes effect at once. */
export function Options({ setting, onReload }: OptionsProps) {
  const { chosen, stylesheet: sheet, accent, direction, isPhone } = setting.value;
  const set = (part: Partial<Setting>) => {
    setting.value = { ...setting.value, ...part };
  };
  const choose = (name: string, value: string) => {
    const { [name]: _, ...rest } = chosen;
    set({ chosen: value ? { ...rest, [name]: value } : rest });
  };
  return (
    <form class="grid" onSubmit={(event) => event.preventDefault()}>
      <label>
        Ready theme
        <select value={sheet} onChange={(event) => set({ stylesheet: event.currentTarget.value })}>
          {stylesheets.map((name) => (
            <option key={name} value={name}>
              {name || 'none'}
            </option>
          ))}
        </select>
      </label>
      <label>
        Accent
        <input
          type="color"
          value={accent || '#2244cc'}
          onChange={(event) => set({ accent: event.currentTarget.value })}
        />
      </label>
      <label class="check">
        <input
          type="checkbox"
          checked={direction === 'rtl'}
          onChange={(event) => set({ direction: event.currentTarget.checked ? 'rtl' : 'ltr' })}
        />
        Page from right to left
      </label>
      <label class="check">
        <input type="checkbox" checked={isPhone} onChange={(event) => set({ isPhone: event.currentTarget.checked })} />
        Phone
      </label>
      {choices.map((choice) => (
        <Field key={choice.name} choice={choice} value={chosen[choice.name] ?? ''} onChoose={choose} />
      ))}
      <button type="button" onClick={onReload}>
        Reload the visitor’s page
      </button>
    </form>
  );
}

type FieldProps = { choice: Choice; value: string; onChoose(name: string, value: string): void };

function Field({ choice: { name, attribute, values }, value, onChoose }: FieldProps) {
  const [first = ''] = values;
  if (values.length === 0) {
    const write = (event: { currentTarget: HTMLInputElement }) => onChoose(name, event.currentTarget.value.trim());
    return (
      <label>
        {attribute}
        <input type="text" dir="auto" value={value} onChange={write} />
      </label>
    );
  }
  const choose = (event: { currentTarget: HTMLSelectElement }) => {
    const option = event.currentTarget.value;
    onChoose(name, option === first ? '' : option);
  };
  return (
    <label>
      {attribute}
      <select value={value || first} onChange={choose}>
        {values.map((option) => (
          <option key={option}>{option}</option>
        ))}
      </select>
    </label>
  );
}
