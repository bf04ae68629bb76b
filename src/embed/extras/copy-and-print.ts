import { pageStyle, type Transcript, timeWithZone } from '../../ui/transcript-file.ts';

/** Rejects where neither way to the clipboard is open. `near` holds what is selected for a moment. */
export async function copyText(text: string, near: Node): Promise<void> {
  try {
    return await navigator.clipboard.writeText(text);
  } catch {
    // Not allowed here, or no secure page: the old way needs neither.
  }
  const { activeElement: focused } = near.getRootNode() as Document | ShadowRoot;
  const field = document.createElement('textarea');
  field.value = text;
  field.readOnly = true;
  field.style.position = 'fixed';
  field.style.opacity = '0';
  near.appendChild(field);
  field.select();
  const isCopied = document.execCommand('copy');
  field.remove();
  if (focused instanceof HTMLElement) focused.focus();
  if (!isCopied) throw new Error('the clipboard is closed');
}

/**
 * Prints what was said, and nothing of the page: from a frame that stands near us and is gone afterwards. It is built
 * node by node, for pages whose policy takes no markup and no styles.
 */
export function printTranscript({ title, gap, locale, direction, savedAt, lines }: Transcript, near: Node): void {
  const frame = document.createElement('iframe');
  frame.ariaHidden = 'true';
  frame.tabIndex = -1;
  frame.style.position = 'fixed';
  frame.style.visibility = 'hidden';
  near.appendChild(frame);
  const { contentDocument: paper, contentWindow: view } = frame;
  if (!paper || !view) return frame.remove();
  const make = (tag: string, text: string, className = '') =>
    Object.assign(paper.createElement(tag), { textContent: text, className, dir: 'auto' });

  paper.title = title;
  paper.documentElement.lang = locale;
  paper.documentElement.dir = direction;
  const sheet = new (view as Window & typeof globalThis).CSSStyleSheet();
  sheet.replaceSync(pageStyle);
  paper.adoptedStyleSheets = [sheet];
  const list = paper.createElement('ol');
  for (const { at, role, from, text } of lines) {
    const item = make('li', '', role);
    const when = timeWithZone(at, locale);
    item.append(make('p', from ? `${from} · ${when}` : when, 'who'), make('p', text, 'text'));
    list.append(item);
  }
  paper.body.append(make('h1', title), make('p', timeWithZone(savedAt, locale)), make('p', gap ?? ''), list);
  view.addEventListener('afterprint', () => frame.remove());
  view.focus();
  view.print();
}
