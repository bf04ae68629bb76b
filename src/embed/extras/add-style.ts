import css from './extras.css?inline';

const sheets = new WeakMap<Node, CSSStyleSheet>();

/** How all of this file looks; once for each shadow root. */
export function addStyle({ panel }: { panel: HTMLElement }): void {
  const root = panel.getRootNode();
  if (!(root instanceof ShadowRoot) || sheets.has(root)) return;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets.push(sheet);
  sheets.set(root, sheet);
}
