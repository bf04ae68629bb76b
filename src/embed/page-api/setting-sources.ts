import { attributeDefaults } from '../contract/attribute-defaults.ts';
import { attributes } from '../contract/attributes.ts';
import type { Diagnosis, SettingSource } from '../contract/diagnosis.ts';
import type { Chat } from '../contract/loader-api.ts';
import { attributeName } from './attribute-warnings.ts';
import { configSettings, writtenSettings } from './element-settings.ts';

const personal = /^(name|firstName|lastName|email|phone|avatar|memberAuthToken)$/;

/** Whoever reads a report has no need to know the visitor; who knows what a mistyped name or a greeting says. */
const isTold = (name: string) => attributes.includes(name) && !personal.test(name);

/** What holds for a chat, and where each of it was said. */
export function whereSaid({ script, element }: Pick<Chat, 'script' | 'element'>): Diagnosis['configured'] {
  const configured: Diagnosis['configured'] = {};
  const put = (name: string, value: string, from: SettingSource) => {
    configured[attributeName(name)] = { value: isTold(name) || !value ? value : '(given)', from };
  };
  for (const [name, value] of Object.entries(attributeDefaults)) put(name, value, 'default');
  put('apiBase', originOf(script.src), 'default');
  for (const [name, value] of Object.entries(script.dataset)) {
    if (value !== undefined) put(name, value, sourceOf(name, value));
  }
  return configured;

  function sourceOf(name: string, value: string): SettingSource {
    // What stands in for a tag is on no page.
    if (script.localName === 'script') return 'attribute';
    if (configSettings(window.porchlightConfig)[name] === value) return 'porchlightConfig';
    if (writtenSettings(element)[name] === value) return 'element';
    const tags = [...document.querySelectorAll('script')].filter(({ src }) => src === script.src);
    return tags.some(({ dataset }) => dataset[name] === value) ? 'attribute' : 'code';
  }
}

export const originOf = (address: string) => URL.parse(address, location.href)?.origin ?? '';
