/** Whether a chat is visible at an address: globs by spaces, against the path if they start with `/`, else all of it. */
export function isAllowedUrl(href: string, showOn = '', hideOn = ''): boolean {
  const hits = (globs: string) => globs.split(/\s+/).some((glob) => glob !== '' && matches(href, glob));
  return (showOn.trim() === '' || hits(showOn)) && !hits(hideOn);
}

function matches(href: string, glob: string): boolean {
  const text = glob.startsWith('/') ? new URL(href).pathname : href;
  // Piece by piece instead of as a pattern: a page's glob must not cost more than its length.
  const pieces = glob.split(/\*+/);
  const [first = '', ...rest] = pieces;
  const last = rest.pop();
  if (last === undefined) return text === glob;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const piece of rest) {
    const found = text.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}
