/** The script tag's attributes as `dataset` names, each with what it means to leave it out (design, Script tag). */
export const attributes = {
  organizationId: 'required',
  deploymentId: 'required',
  queue: 'required',
  apiBase: 'origin of the script',
  skills: '',
  language: '',
  priority: '',
  name: '',
  firstName: '',
  lastName: '',
  email: '',
  phone: '',
  avatar: '',
  endOn: 'button',
  storage: 'session',
  theme: 'auto',
  position: 'bottom-end',
  locale: 'auto',
  open: 'false',
  load: 'interaction',
} as const;

export type AttributeName = keyof typeof attributes;

/** Families of attributes whose names go on freely: `data-field-*` and `data-text-*`. */
export const attributeFamilies = ['field', 'text'] as const;
