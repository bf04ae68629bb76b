import { createHash } from 'node:crypto';

/** What a conversation asks for, as its row holds it: skills as a JSON array of names, and a language. */
export type StoredRequirements = { skills: string; language: string | null };

/** What cannot be read asks for nothing: one such row must not keep everybody else waiting. */
export function parseSkills(json: string): string[] {
  try {
    const names: unknown = JSON.parse(json);
    return Array.isArray(names) ? names.map((name) => String(name).toLowerCase()) : [];
  } catch {
    return [];
  }
}

/**
 * The same short text for all conversations that ask for the same, in whatever order and case; empty where one asks
 * for nothing. By it routing looks at each different wish once, however many chats wait with it.
 */
export function createRequirementsKey({ skills, language }: StoredRequirements): string {
  const names = [...new Set(parseSkills(skills))].sort();
  const languageName = language?.toLowerCase() ?? '';
  if (names.length === 0 && languageName === '') return '';
  return createHash('sha256')
    .update(JSON.stringify([names, languageName]))
    .digest('base64url')
    .slice(0, 22);
}
