import type { ScriptTag } from '../contract/loader-api.ts';

/**
 * The tag this code came from. A tag manager or a module leaves `currentScript` null, and a form named `currentScript`
 * hides it: then the last tag with our address counts. Where there is none, `porchlightConfig` names the address of the
 * code; `page.js` validates its values.
 */
export function findOwnTag(): ScriptTag {
  const script: ScriptTag = Object(document.currentScript);
  if (script.src) return script;
  const scripts = document.querySelectorAll<HTMLScriptElement>(`script[src*="/${__PORCHLIGHT_FILE__}"]`);
  return [...scripts].pop() ?? Object(window.porchlightConfig);
}
