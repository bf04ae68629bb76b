import type { ScriptTag } from '../contract/loader-api.ts';

/** Attributes of any element, and those that frameworks write for themselves. */
const ignoredAttributes =
  /^(class|style|slot|part|hidden|dir|lang|title|tabindex|role|nonce|inline|inert|is|popover|draggable|translate)$|^(data|aria|on)|[^a-z\d-]/;

const toCamelCase = (name: string) => name.replace(/-+([a-z\d])/g, (_, letter: string) => letter.toUpperCase());

/** The settings of a `<porchlight-chat>` that the page wrote, by the names a tag's `dataset` has. */
export function readElementSettings(element: Element): Record<string, string> {
  const settings: Record<string, string> = {};
  for (const { name, value } of element.attributes)
    if (!ignoredAttributes.test(name)) settings[toCamelCase(name)] = value;
  // A boolean attribute of HTML is true by being there.
  if (settings.open === '') settings.open = 'true';
  return settings;
}

/** The settings in `porchlightConfig`: its texts, numbers and booleans; all else is ignored. */
export function readConfigSettings(config: unknown): Record<string, string> {
  const settings: Record<string, string> = {};
  if (typeof config !== 'object' || config === null) return settings;
  for (const name of Object.keys(config)) {
    const value: unknown = Reflect.get(config, name);
    if (/^(string|number|boolean)$/.test(typeof value) && /^[a-z][a-zA-Z\d]*$/.test(name))
      settings[name] = String(value);
  }
  delete settings.src;
  return settings;
}

/** Makes a tag for settings that no script tag of the page holds: an element that is on no page. */
export function createVirtualTag(
  { src, integrity, nonce }: Pick<ScriptTag, 'src' | 'integrity' | 'nonce'>,
  settings: Readonly<DOMStringMap>,
): ScriptTag {
  const tag = Object.assign(document.createElement('i'), { src, integrity, nonce: nonce ?? '' });
  Object.assign(tag.dataset, settings);
  return tag;
}
