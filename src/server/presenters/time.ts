/** As the whole API writes times: UTC with milliseconds and `Z`. */
export const iso = (ms: number): string => new Date(ms).toISOString();

export const isoOrUndefined = (ms: number | null): string | undefined => (ms === null ? undefined : iso(ms));
