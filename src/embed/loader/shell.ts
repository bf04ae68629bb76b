import type { ChatElement } from '../contract/loader-api.ts';
import css from './loader.css?inline';

/**
 * What is on the page before the widget is: a launcher, an empty panel, a silent live region.
 * Draws without a request, without `innerHTML` (Trusted Types) and without a style element (`style-src 'none'`).
 */
export function drawShell(name: string, element: ChatElement = make('porchlight-chat')) {
  const root = element.shadowRoot ?? element.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [sheet];

  const launcher = make('button', { part: 'launcher', ariaLabel: name });
  const panel = make('div', { part: 'panel', ariaLabel: name, role: 'dialog' });
  const notice = make('p', { role: 'status' });
  const live = make('p', { part: 'live', role: 'status' });

  panel.append(notice);
  root.append(launcher, panel, live);
  return { element, notice, launcher, live, panel };
}

/** An element with these properties; `part` is written as text. */
export const make = <Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties?: Partial<Omit<HTMLElementTagNameMap[Name], 'part'>> & { part?: string },
): HTMLElementTagNameMap[Name] => Object.assign(document.createElement(name), properties);
