import type { Tag } from '../contract/loader-api.ts';

/**
 * The tag this code came from. A tag manager or a module leaves `currentScript` null, and a form named `currentScript`
 * hides it: then it is the last tag that looks like ours. Where there is none at all, `porchlightConfig` says in its
 * place where the code came from; whatever it is, its values are looked at by `page.js`.
 */
export function ownTag(): Tag {
  const script: Tag = Object(document.currentScript);
  if (script.src) return script;
  const scripts = document.querySelectorAll<HTMLScriptElement>(`script[src*="/${__PORCHLIGHT_FILE__}"]`);
  return [...scripts].pop() ?? Object(window.porchlightConfig);
}
