import { attributes } from '../embed/contract/attributes.ts';
import { locales } from '../embed/contract/locales.ts';

/** What may stand in an attribute, where that is a few words; the first is the default. Of the others, any text may. */
const allowedValues: Readonly<Record<string, readonly string[]>> = {
  form: ['name', 'name,email?', 'name,email', 'none'],
  locale: ['auto', 'en', ...locales],
  theme: ['auto', 'light', 'dark', 'host'],
  position: ['bottom-end', 'bottom-start'],
  launcher: ['bubble', 'none'],
  open: ['false', 'true', 'restore'],
  load: ['interaction', 'idle', 'eager', 'manual'],
  endOn: ['button', 'close', 'leave'],
  storage: ['session', 'local', 'none'],
  consent: ['off', 'required'],
};

/** Who is asked is the demo's own business. */
const demoAttributes = ['organizationId', 'deploymentId', 'queue', 'apiBase', 'id', 'global', 'memberAuthToken'];

export const texts = ['textTitle', 'textGreeting', 'textPlaceholder', 'textLauncher', 'textConsentUrl', 'fieldOrderId'];
export const stylesheets = ['', 'evergreen', 'ink', 'lagoon', 'paper'];

export type Choice = { name: string; attribute: string; values: readonly string[] };

/** Everything of the contract that can be chosen here, what is chosen among words first. */
export const choices: readonly Choice[] = [...attributes.filter((name) => !demoAttributes.includes(name)), ...texts]
  .map((name) => ({ name, attribute: toAttribute(name), values: allowedValues[name] ?? [] }))
  .sort((a, b) => Math.sign(b.values.length) - Math.sign(a.values.length));

/** `endOn` as it is pasted: `data-end-on`. */
export function toAttribute(name: string): string {
  return `data-${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
