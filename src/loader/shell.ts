import css from './loader.css?inline';

/**
 * What is on the page before the widget is: a launcher, an empty panel, a silent live region.
 * Draws without a request, without `innerHTML` (Trusted Types) and without a style element (`style-src 'none'`).
 */
export function drawShell(name: string) {
  const element = document.createElement('porchlight-chat');
  const root = element.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [sheet];

  const launcher = make('button', 'launcher', { ariaLabel: name });
  const panel = make('div', 'panel', { ariaLabel: name, role: 'dialog' });
  const notice = make('div', 'notice');
  const sentence = make('p', '', { role: 'status' });
  const retry = make('button', '');
  const dismiss = make('button', '');
  const live = make('div', 'live', { role: 'status' });

  notice.append(sentence, retry, dismiss);
  panel.append(notice);
  root.append(launcher, panel, live);
  return { element, launcher, panel, live, sentence, retry, dismiss };
}

function make<Tag extends 'button' | 'div' | 'p'>(
  tag: Tag,
  part: string,
  properties?: Partial<HTMLElement>,
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  element.part = part;
  return Object.assign(element, properties);
}
