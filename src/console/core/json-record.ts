/** Parses a JSON object; an empty one where the text is missing or unreadable. */
export function parseJsonRecord(text: string | undefined): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return isJsonRecord(value) ? value : {};
  } catch {
    // Nothing stored, or unreadable: treated as empty.
    return {};
  }
}

export const isJsonRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;
export const asString = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
