import type { GuestDetails } from '../../chat/model.ts';

/** The fields a form may have. `word` names the label's message, `key` the guest's detail, `token` what browsers autofill. */
const availableFields = [
  { word: 'name', key: 'displayName', token: 'name' },
  { word: 'firstName', key: 'firstName', token: 'given-name' },
  { word: 'lastName', key: 'lastName', token: 'family-name' },
  { word: 'email', key: 'email', token: 'email' },
  { word: 'phone', key: 'phoneNumber', token: 'tel' },
] as const satisfies { word: string; key: keyof GuestDetails; token: string }[];

export type FormField = (typeof availableFields)[number] & { isRequired: boolean };

/** `name,email?` → its fields in that order; `none` → none. Without any known field it asks the name. */
export function readForm(text = ''): FormField[] {
  const fields = new Map<string, FormField>();
  for (const part of text.toLowerCase().split(',')) {
    const name = part.replace(/[^a-z]/g, '');
    const field = availableFields.find(({ word }) => word.toLowerCase() === name);
    if (field) fields.set(name, { ...field, isRequired: !part.includes('?') });
  }
  if (!fields.size && text.trim() !== 'none') return readForm('name');
  return [...fields.values()];
}
