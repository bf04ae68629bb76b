/** What was kept as JSON, or nothing where it cannot be read. */
export function parseJsonRecord(text: string | undefined): Record<string, unknown> {
  try {
    const kept: unknown = JSON.parse(text ?? '');
    return isJsonRecord(kept) ? kept : {};
  } catch {
    // Nothing kept, or nothing readable: an empty desk is right.
    return {};
  }
}

export const isJsonRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;
export const asString = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
