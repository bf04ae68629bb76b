import type { CannedReply } from '../../client/admin/ports.ts';
import { foldText } from '../../lib/visible-text.ts';

const shown = 8;

/** Finds the word after a slash at the caret; the slash begins the text or follows white space. */
export function findSlash(text: string, caret: number): { start: number; word: string } | undefined {
  const [, word] = /(?:^|\s)\/([^\s/]*)$/u.exec(text.slice(0, caret)) ?? [];
  return word === undefined ? undefined : { start: caret - word.length - 1, word };
}

/** Finds replies for a word: matches in the shortcut first, then in the body. */
export function findReplies(replies: readonly CannedReply[], word: string): CannedReply[] {
  const wanted = foldText(word);
  const ranked = replies.map((reply) => ({ reply, rank: rankOf(reply, wanted) }));
  const found = ranked.filter(({ rank }) => rank < unwanted).sort((a, b) => a.rank - b.rank);
  return found.slice(0, shown).map(({ reply }) => reply);
}

/** Puts names into a reply: `{name}` is the visitor, `{agent}` the sender. */
export function fillReply(body: string, { name, agent }: { name: string; agent: string }): string {
  return body.replaceAll(/\{(name|agent)\}/g, (_, who) => (who === 'name' ? name : agent));
}

const unwanted = 3;

function rankOf({ shortcut, body }: CannedReply, wanted: string): number {
  const called = foldText(shortcut);
  if (called.startsWith(wanted)) return 0;
  if (called.includes(wanted)) return 1;
  return foldText(body).includes(wanted) ? 2 : unwanted;
}
