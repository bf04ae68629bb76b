/**
 * The tag this code came from. A tag manager or a module leaves `currentScript` null, and a form named `currentScript`
 * hides it: then it is the last tag that looks like ours.
 */
export function ownScript(): HTMLScriptElement | undefined {
  const { currentScript } = document;
  if (currentScript && 'src' in currentScript) return currentScript;
  return [...document.querySelectorAll<HTMLScriptElement>(`script[src*="/${__PORCHLIGHT_FILE__}"]`)].pop();
}
