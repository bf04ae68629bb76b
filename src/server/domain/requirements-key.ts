import { createHash } from 'node:crypto';

/** What a conversation requires of an agent, as its row holds it: a JSON array of skills, and a language. */
export type StoredRequirements = { skills: string; language: string | null };

/** Unreadable JSON counts as no skills: one damaged row must not stop routing for all other chats. */
export function parseSkills(json: string): string[] {
  try {
    const names: unknown = JSON.parse(json);
    return Array.isArray(names) ? names.map((name) => String(name).toLowerCase()) : [];
  } catch {
    return [];
  }
}

/**
 * A short text that is equal for all conversations with the same requirements, in any order and case; empty for none.
 * Routing evaluates each distinct key once, however many chats wait with it.
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
