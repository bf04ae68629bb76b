import { pageStyle, type Transcript, timeWithZone } from '../../ui/transcript-file.ts';

/** Copies a text; rejects where neither clipboard API works. `near` holds the selected text for a moment. */
export async function copyText(text: string, near: Node): Promise<void> {
  try {
    return await navigator.clipboard.writeText(text);
  } catch {
    // Not allowed, or no secure page: `execCommand` needs neither.
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
 * Prints the transcript alone, from a frame that is removed afterwards. It is built node by node, for pages whose policy
 * allows neither markup nor styles.
 */
export function printTranscript({ title, gap, locale, direction, savedAt, lines }: Transcript, near: Node): void {
  const frame = document.createElement('iframe');
  frame.ariaHidden = 'true';
  frame.tabIndex = -1;
  frame.style.position = 'fixed';
  frame.style.visibility = 'hidden';
  near.appendChild(frame);
  const { contentDocument: printDocument, contentWindow: view } = frame;
  if (!printDocument || !view) return frame.remove();
  const make = (tag: string, text: string, className = '') =>
    Object.assign(printDocument.createElement(tag), { textContent: text, className, dir: 'auto' });

  printDocument.title = title;
  printDocument.documentElement.lang = locale;
  printDocument.documentElement.dir = direction;
  const sheet = new (view as Window & typeof globalThis).CSSStyleSheet();
  sheet.replaceSync(pageStyle);
  printDocument.adoptedStyleSheets = [sheet];
  const list = printDocument.createElement('ol');
  for (const { at, role, from, text } of lines) {
    const item = make('li', '', role);
    const when = timeWithZone(at, locale);
    item.append(make('p', from ? `${from} · ${when}` : when, 'who'), make('p', text, 'text'));
    list.append(item);
  }
  printDocument.body.append(make('h1', title), make('p', timeWithZone(savedAt, locale)), make('p', gap ?? ''), list);
  view.addEventListener('afterprint', () => frame.remove());
  view.focus();
  view.print();
}
