import type { GuestDetails } from '../../chat/model.ts';

/** What the form before a chat may ask. `word` names its label, `key` what becomes of it, `token` what browsers fill in. */
const offered = [
  { word: 'name', key: 'displayName', token: 'name' },
  { word: 'firstName', key: 'firstName', token: 'given-name' },
  { word: 'lastName', key: 'lastName', token: 'family-name' },
  { word: 'email', key: 'email', token: 'email' },
  { word: 'phone', key: 'phoneNumber', token: 'tel' },
] as const satisfies { word: string; key: keyof GuestDetails; token: string }[];

export type FormField = (typeof offered)[number] & { isRequired: boolean };

/** `name,email?` → its fields in that order; `none` → none. Where nothing is understood, the name is asked. */
export function readForm(text = ''): FormField[] {
  const fields = new Map<string, FormField>();
  for (const part of text.toLowerCase().split(',')) {
    const name = part.replace(/[^a-z]/g, '');
    const field = offered.find(({ word }) => word.toLowerCase() === name);
    if (field) fields.set(name, { ...field, isRequired: !part.includes('?') });
  }
  if (!fields.size && text.trim() !== 'none') return readForm('name');
  return [...fields.values()];
}
