import { attributeFamilies, attributes } from '../../embed/contract/attributes.ts';
import { adminMessages } from '../messages/messages.ts';

/** Attributes with a list of values, the default first. */
export const picks = {
  appearance: ['theme', 'position', 'locale', 'form', 'consent', 'storage'],
  coming: ['open', 'load', 'end-on'],
} as const;

/** Attributes with a typed value, by their group in the form. */
export const written = {
  words: ['text-launcher', 'text-title', 'text-greeting', 'text-consent', 'text-consent-url'],
  coming: ['launcher', 'show-on', 'hide-on'],
  routing: ['skills', 'language', 'priority'],
  visitor: ['name', 'first-name', 'last-name', 'email', 'phone', 'avatar'],
  page: ['id', 'global', 'api-base'],
} as const;

/** Attributes without effect in the preview. */
const elsewhere = new Set('open load launcher show-on hide-on id global api-base member-auth-token'.split(' '));

export const isPreviewed = (name: string): boolean => !elsewhere.has(name);

type Further = { choices: Record<string, string>; problems: string[] };

/** Lines such as `field-order-id=77`, with or without `data-` and quotes. */
export function readFurther(lines: string): Further {
  const further: Further = { choices: {}, problems: [] };
  for (const line of lines.split('\n').map((one) => one.trim())) {
    if (line === '') continue;
    const [, name = '', value = ''] = /^(?:data-)?([a-z][a-z0-9-]*)\s*=\s*(.*)$/.exec(line) ?? [];
    if (isAttribute(name)) further.choices[name] = value.replace(/^"(.*)"$/, '$1');
    else further.problems.push(adminMessages.value.noAttribute(line));
  }
  return further;
}

/** Organization, deployment and queue are chosen in fields of their own. */
function isAttribute(name: string): boolean {
  const known = name.replaceAll(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  if (['organizationId', 'deploymentId', 'queue'].includes(known)) return false;
  return attributes.includes(known) || attributeFamilies.test(known);
}
