/** The verbs of `Porchlight('verb', …)` and `Porchlight.verb(…)` (docs/javascript.md). */
export const verbs =
  'open close toggle show hide start end send setDraft identify reset destroy on once off transcript consent doctor'.split(
    ' ',
  );
