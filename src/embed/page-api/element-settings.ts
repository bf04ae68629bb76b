/** What any element may have, and what frameworks write for themselves. */
const others =
  /^(class|style|slot|part|hidden|dir|lang|title|tabindex|role|nonce|inline|inert|is|popover|draggable|translate)$|^(data|aria|on)|[^a-z\d-]/;

const camel = (name: string) => name.replace(/-+([a-z\d])/g, (_, letter: string) => letter.toUpperCase());

/** What a `<porchlight-chat>` that the page wrote says, by the names a tag's `dataset` has. */
export function writtenSettings(element: Element): Record<string, string> {
  const settings: Record<string, string> = {};
  for (const { name, value } of element.attributes) if (!others.test(name)) settings[camel(name)] = value;
  // As attributes of HTML go: to be there is to be true.
  if (settings.open === '') settings.open = 'true';
  return settings;
}

/** What `porchlightConfig` says: texts, numbers and truths, whatever else is among them. */
export function configSettings(config: unknown): Record<string, string> {
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
