import type { Preferences } from '../core/preferences.ts';
import { consoleLanguages } from '../messages/load-language.ts';
import { language, messages } from '../messages/messages.ts';

type LanguageChoiceProps = { preferences: Preferences };

/** Lists each language by its own name, so that it can be found from any other. */
export function LanguageChoice({ preferences }: LanguageChoiceProps) {
  return (
    <label class="language-choice">
      <span>{messages.value.language}</span>
      <select
        name="language"
        value={language.value}
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
