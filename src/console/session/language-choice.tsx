import type { Preferences } from '../core/preferences.ts';
import { en } from '../messages/en.ts';
import { consoleLanguages } from '../messages/load-language.ts';
import { tongue } from '../messages/locale.ts';

type LanguageChoiceProps = { preferences: Preferences };

/** Each language by its own name: whoever cannot read this one has to find theirs. */
export function LanguageChoice({ preferences }: LanguageChoiceProps) {
  return (
    <label class="language-choice">
      <span>{en.language}</span>
      <select
        name="language"
        value={tongue.language}
        onChange={(event) => preferences.setLanguage(event.currentTarget.value)}
      >
        {consoleLanguages.map((language) => (
          <option key={language} value={language} lang={language}>
            {new Intl.DisplayNames([language], { type: 'language' }).of(language)}
          </option>
        ))}
      </select>
    </label>
  );
}
