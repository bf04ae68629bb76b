/** What `Porchlight('verb', …)` and `Porchlight.verb(…)` know. */
export const verbs =
  'open close toggle show hide start end send setDraft identify reset destroy on once off transcript consent doctor'.split(
    ' ',
  );

/** What `on`, `once` and `off` know: the names of the events without `porchlight:`. */
export const events = 'ready open close show hide start end unread status before-open'.split(' ');
