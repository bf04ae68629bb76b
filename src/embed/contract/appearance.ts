/** The CSS variables a site may set, without `--porchlight-` (design, Looks). */
export const brandVariables = 'accent on-accent font radius density'.split(' ');
export const tokenVariables =
  'surface text muted border bubble-agent bubble-guest danger focus shadow width height offset-inline offset-block z-index'.split(
    ' ',
  );

/** What `::part()` reaches. */
export const parts =
  'launcher badge panel header title status log day bubble bubble-agent bubble-guest bubble-system time typing composer input send notice form field dialog menu'.split(
    ' ',
  );
