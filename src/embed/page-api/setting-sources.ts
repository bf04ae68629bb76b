import { attributeDefaults } from '../contract/attribute-defaults.ts';
import { attributes } from '../contract/attributes.ts';
import type { Diagnosis, SettingSource } from '../contract/diagnosis.ts';
import type { LoaderChat, ScriptTag } from '../contract/loader-api.ts';
import { attributeName } from './attribute-warnings.ts';
import { readConfigSettings, readElementSettings } from './element-settings.ts';

const personal = /^(name|firstName|lastName|email|phone|avatar|memberAuthToken)$/;

/** Only the values of known attributes that are not personal: those of others may hold anything. */
const isReportable = (name: string) => attributes.includes(name) && !personal.test(name);

/** The settings in effect, each with its source. */
export function describeSettings({ script, element }: Pick<LoaderChat, 'script' | 'element'>): Diagnosis['configured'] {
  const configured: Diagnosis['configured'] = {};
  const addSetting = (name: string, value: string, from: SettingSource) => {
    configured[attributeName(name)] = { value: isReportable(name) || !value ? value : '(given)', from };
  };
  for (const [name, value] of Object.entries(attributeDefaults)) addSetting(name, value, 'default');
  addSetting('apiBase', originOf(script.src), 'default');
  for (const [name, value] of Object.entries(script.dataset)) {
    if (value !== undefined) addSetting(name, value, sourceOf(name, value));
  }
  return configured;

  function sourceOf(name: string, value: string): SettingSource {
    // A virtual tag is an element of another name.
    if (script.localName === 'script') return 'attribute';
    if (readConfigSettings(window.porchlightConfig)[name] === value) return 'porchlightConfig';
    if (readElementSettings(element)[name] === value) return 'element';
    const tags = [...document.querySelectorAll('script')].filter(({ src }) => src === script.src);
    return tags.some(({ dataset }) => dataset[name] === value) ? 'attribute' : 'code';
  }
}

/** The origin of the service that a tag's chat uses. */
export const apiBaseOf = ({ dataset, src }: ScriptTag) => originOf(dataset.apiBase || src);

export const originOf = (address: string) => URL.parse(address, location.href)?.origin ?? '';
