/**
 * The tag this code came from. A tag manager or a module leaves `currentScript` null, and a form named `currentScript`
 * hides it: then it is the last tag that looks like ours.
 */
export function ownScript(): HTMLScriptElement | undefined {
  const { currentScript } = document;
  if (currentScript instanceof HTMLScriptElement) return currentScript;
  return [...document.querySelectorAll<HTMLScriptElement>(`script[src*="/${__PORCHLIGHT_FILE__}"]`)].pop();
}

/** The first attribute without which no chat can start, where the tag lacks one. */
export const missingAttribute = (script: HTMLScriptElement) =>
  ['data-organization-id', 'data-deployment-id', 'data-queue'].find((name) => !script.getAttribute(name));
