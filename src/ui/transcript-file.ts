/** One line of an exported transcript. `from` is empty for events. */
export type TranscriptLine = { at: number; role: 'visitor' | 'agent' | 'system'; from: string; text: string };

export type Transcript = {
  title: string;
  conversationId: string | undefined;
  /** Where older messages could not be had, the sentence that says so. */
  gap: string | undefined;
  locale: string;
  direction: 'ltr' | 'rtl';
  /** Unix milliseconds, the clock the visitor sees. */
  savedAt: number;
  lines: readonly TranscriptLine[];
};

/** With the time zone, since the reader's is unknown. */
export const timeWithZone = (at: number, locale: string) =>
  new Date(at).toLocaleString(locale, { dateStyle: 'medium', timeStyle: 'long' });

/** As plain text: one line for each message, its further lines indented. */
export function asText({ title, gap, locale, savedAt, lines }: Transcript): string {
  const body = lines.map(({ at, from, text }) => {
    const indented = text.replace(/\r?\n/g, '\n    ');
    return `[${timeWithZone(at, locale)}] ${from ? `${from}: ` : '* '}${indented}`;
  });
  return `${[title, timeWithZone(savedAt, locale), '', ...(gap ? [gap, ''] : []), ...body].join('\n')}\n`;
}

/** For programs: times in UTC as ISO 8601 writes them. */
export function asJson({ title, conversationId, gap, savedAt, lines }: Transcript): string {
  const messages = lines.map(({ at, role, from, text }) => ({ at: new Date(at).toISOString(), role, from, text }));
  const head = { title, conversationId, savedAt: new Date(savedAt).toISOString(), isComplete: !gap };
  return `${JSON.stringify({ ...head, messages }, null, 2)}\n`;
}

/** One file that needs nothing else and runs nothing: every text is escaped, and its own policy forbids scripts. */
export function asPage(transcript: Transcript): string {
  const { title, gap, locale, direction, savedAt, lines } = transcript;
  const items = lines.map(
    ({ at, role, from, text }) => `<li class="${role}">
<p class="who">${from && `<b dir="auto">${escaped(from)}</b> · `}<time datetime="${new Date(at).toISOString()}">${escaped(timeWithZone(at, locale))}</time></p>
<p class="text" dir="auto">${escaped(text)}</p></li>`,
  );
  return `<!doctype html>
<html lang="${escaped(locale)}" dir="${direction}">
<meta charset="utf-8">
<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title>
<style>${pageStyle}</style>
<h1 dir="auto">${escaped(title)}</h1>
<p>${escaped(timeWithZone(savedAt, locale))}</p>
${gap ? `<p>${escaped(gap)}</p>\n` : ''}<ol>
${items.join('\n')}
</ol>
</html>
`;
}

/** The styles of the HTML transcript. */
export const pageStyle = `
:root { color-scheme: light dark; font: 15px/1.45 system-ui, sans-serif }
body { max-inline-size: 44rem; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.3rem }
ol { padding: 0; list-style: none }
li { margin-block: 1rem; break-inside: avoid }
.who { margin: 0; font-size: .85rem; color: GrayText }
.text { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere }
.system .text { font-style: italic }
@media print { :root { color-scheme: light } }`;

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

const escaped = (text: string) => text.replace(/[&<>"']/g, (mark) => escapes[mark] ?? '');
