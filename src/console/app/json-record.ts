/** What was kept as JSON, or nothing where it cannot be read. */
export function readBag(text: string | undefined): Record<string, unknown> {
  try {
    const kept: unknown = JSON.parse(text ?? '');
    return isBag(kept) ? kept : {};
  } catch {
    // Nothing kept, or nothing readable: an empty desk is right.
    return {};
  }
}

export const isBag = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
export const asText = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
