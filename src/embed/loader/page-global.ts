import type { Queued } from '../contract/loader-api.ts';

/** As `window` knows it: whatever a page has under that name. */
type Global = { q?: Iterable<Queued>; open?: unknown; state?: unknown };

/**
 * Puts the global on the page, where calls wait for the file that answers them: those of the pasted snippet, then all that
 * come until then. Puts none where another chat answers to the name already.
 */
export function placeGlobal(name: string, queue: Queued[], element: Element, ask: () => void): unknown {
  const page: Record<string, Global | undefined> = Object(window);
  const before = page[name];
  if (before?.open) return;
  function call(...words: unknown[]) {
    const answer = new Promise<unknown>((...answers) => queue.push([words, ...answers]));
    // Whoever called may leave it alone: a rejection nobody awaits is no error of the page.
    answer.catch(() => {});
    // At once: who pastes the tag again in the same breath starts anew.
    if (words[0] === 'destroy') {
      element.remove();
      delete page[name];
    }
    ask();
    return answer;
  }
  const own: Record<PropertyKey, unknown> = Object.assign(Object(call), {
    // Until there is a widget, nothing else is true.
    state: Object.freeze({ status: 'idle', open: false, unread: 0 }),
    // biome-ignore lint/suspicious/noThenProperty: what the language itself looks for, to wait for us, is no verb
    then: 0,
  });
  const verb = (_: unknown, word: string | symbol) =>
    own[word] ??
    ((...words: unknown[]) => {
      const answer = call(word, ...words);
      return word === 'on' ? () => call('off', ...words) : answer;
    });
  page[name] = new Proxy(own, { get: verb });
  if (before) {
    queue.push(...(before.q ?? []));
    ask();
  }
  return page[name];
}
