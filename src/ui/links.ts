/** A piece of a message: plain, or an address that can be followed. */
export type TextPiece = { text: string; href?: string };

const schemes = ['http:', 'https:', 'mailto:', 'tel:'];
// One class repeated, nothing nested: time grows with the text and not faster.
const address = /\b(?:https?:\/\/|mailto:|tel:)[^\s<>"]+/gi;

/** Finds what a reader would follow. Only a parsed address with a harmless scheme becomes a link. */
export function splitLinks(text: string): TextPiece[] {
  const pieces: TextPiece[] = [];
  let end = 0;
  for (const { 0: found, index } of text.matchAll(address)) {
    const link = withoutTail(found);
    const href = safeHref(link);
    if (!href) continue;
    if (index > end) pieces.push({ text: text.slice(end, index) });
    pieces.push({ text: link, href });
    end = index + link.length;
  }
  if (end < text.length) pieces.push({ text: text.slice(end) });
  return pieces;
}

/** The parsed address, unless its scheme could run something. Browsers skip tabs in `java\tscript:`, and so does URL. */
export function safeHref(address: string): string | undefined {
  const url = URL.parse(address);
  return url && schemes.includes(url.protocol) ? url.href : undefined;
}

/** Sentence marks after an address belong to the sentence, and so does a bracket that was opened before it. */
function withoutTail(link: string): string {
  let length = link.length;
  while (/[.,;:!?'*_]/.test(link[length - 1] ?? '') || (link[length - 1] === ')' && !link.includes('('))) length--;
  return link.slice(0, length);
}
