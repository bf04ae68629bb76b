import type { ChatElement } from '../contract/loader-api.ts';
import css from './loader.css?inline';

/**
 * Draws what is on the page before the widget: a launcher, an empty panel, a silent live region.
 * Works without a request, without `innerHTML` (Trusted Types) and without a style element (`style-src 'none'`).
 */
export function drawShell(name: string, element: ChatElement = createElement('porchlight-chat')) {
  const root = element.shadowRoot ?? element.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [sheet];

  const launcher = createElement('button', { part: 'launcher', ariaLabel: name });
  const panel = createElement('div', { part: 'panel', ariaLabel: name, role: 'dialog' });
  const notice = createElement('p', { role: 'status' });
  const live = createElement('p', { part: 'live', role: 'status' });

  panel.append(notice);
  root.append(launcher, panel, live);
  return { element, notice, launcher, live, panel };
}

/** An element with these properties; `part` is written as text. */
export const createElement = <Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties?: Partial<Omit<HTMLElementTagNameMap[Name], 'part'>> & { part?: string },
): HTMLElementTagNameMap[Name] => Object.assign(document.createElement(name), properties);
