const names =
  'organizationId deploymentId queue apiBase skills language priority name firstName lastName email phone avatar memberAuthToken form locale theme position launcher open load endOn storage consent showOn hideOn global id';

/** The script tag's attributes as `dataset` names (design, Script tag). The first three are required. */
export const attributes = names.split(' ');

/** Families of attributes with any name after the prefix: `data-field-*` and `data-text-*`. */
export const attributeFamilies = /^(field|text)[A-Z]/;

type Words<Text extends string> = Text extends `${infer Word} ${infer Rest}` ? Word | Words<Rest> : Text;

export type AttributeName = Words<typeof names>;

/** As elements write it: `organization-id`. */
export type Dashed<Name extends string> = Name extends `${infer First}${infer Rest}`
  ? `${First extends Lowercase<First> ? First : `-${Lowercase<First>}`}${Dashed<Rest>}`
  : '';

/** The attributes that take one word of a few; the first is the default. */
export const attributeValues = {
  theme: ['auto', 'light', 'dark', 'host'],
  position: ['bottom-end', 'bottom-start'],
  open: ['false', 'true', 'restore'],
  load: ['interaction', 'idle', 'eager', 'manual'],
  endOn: ['button', 'close', 'leave'],
  storage: ['session', 'local', 'none'],
  consent: ['off', 'required'],
} as const satisfies Partial<Record<AttributeName, readonly string[]>>;

type Values = typeof attributeValues;

/** The values an attribute takes; numbers and booleans are written as text. */
export type AttributeValue<Name> = Name extends keyof Values ? Values[Name][number] : string | number;
