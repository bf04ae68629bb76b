import { attributeFamilies, attributes } from '../contract/attributes.ts';

/** `endOn` → `data-end-on`. */
export const attributeName = (name: string) => `data-${name.replace(/[A-Z]/g, '-$&').toLowerCase()}`;

/** A sentence for each attribute nobody knows, with the one that was probably meant. */
export const unknownAttributes = (settings: Readonly<DOMStringMap>) =>
  Object.keys(settings)
    .filter((name) => !attributes.includes(name) && !attributeFamilies.test(name))
    .map((name) => {
      const likely = nearest(name);
      return `unknown attribute ${attributeName(name)}${likely ? `; did you mean ${attributeName(likely)}?` : ''}`;
    });

function nearest(name: string): string | undefined {
  const measured = attributes.map((known) => ({ known, far: distance(name.toLowerCase(), known.toLowerCase()) }));
  const [best] = measured.sort((a, b) => a.far - b.far);
  // A third of the letters may be wrong, or it was meant to be something else.
  return best && best.far <= Math.max(1, Math.min(name.length, best.known.length) / 3) ? best.known : undefined;
}

/** How many letters have to be put in, left out or replaced to make one word of the other. */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  // No attribute is longer; somebody else's may be.
  for (const [line, letter] of [...from.slice(0, 40)].entries()) {
    const next = [line + 1];
    for (const [index, other] of [...to].entries()) {
      const kept = (row[index] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(kept, (row[index + 1] ?? 0) + 1, (next[index] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
