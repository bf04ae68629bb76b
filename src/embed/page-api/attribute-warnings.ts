import { attributeFamilies, attributes } from '../contract/attributes.ts';
import { languageFor } from '../contract/locales.ts';

/** `endOn` → `data-end-on`. */
export const attributeName = (name: string) => `data-${name.replace(/[A-Z]/g, '-$&').toLowerCase()}`;

/** A sentence for each unknown attribute, with the one that was probably meant. */
export const unknownAttributeWarnings = (settings: Readonly<DOMStringMap>) =>
  Object.keys(settings)
    .filter((name) => !attributes.includes(name) && !attributeFamilies.test(name))
    .map((name) => {
      const likely = nearestAttribute(name);
      return `unknown attribute ${attributeName(name)}${likely ? `; did you mean ${attributeName(likely)}?` : ''}`;
    });

/** A sentence for a language without a translation; none for a site that brings its own texts, which may be in it. */
export function unsupportedLocaleWarning(settings: Readonly<DOMStringMap>): string[] {
  const { locale = 'auto' } = settings;
  const hasOwnTexts = Object.keys(settings).some((name) => /^text[A-Z]/.test(name));
  if (locale === 'auto' || languageFor(locale) || hasOwnTexts) return [];
  return [`there are no words for data-locale="${locale}"; the chat speaks English`];
}

function nearestAttribute(name: string): string | undefined {
  const measured = attributes.map((known) => ({ known, far: editDistance(name.toLowerCase(), known.toLowerCase()) }));
  const [best] = measured.sort((a, b) => a.far - b.far);
  // With more than a third of the letters wrong, another name was meant.
  return best && best.far <= Math.max(1, Math.min(name.length, best.known.length) / 3) ? best.known : undefined;
}

/** How many letters have to be added, removed or replaced to make one word of the other. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  // No attribute of ours is longer; those of other scripts may be.
  for (const [position, letter] of [...from.slice(0, 40)].entries()) {
    const next = [position + 1];
    for (const [index, other] of [...to].entries()) {
      const replaced = (row[index] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(replaced, (row[index + 1] ?? 0) + 1, (next[index] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
