import type { QueuedCall } from '../contract/loader-api.ts';

/** What a page may have under our global's name. */
type Global = { q?: Iterable<QueuedCall>; open?: unknown; state?: unknown };

/**
 * Installs the page's global, which queues calls until `page.js` runs them: first those of the pasted snippet. Installs none
 * where another chat has the name already.
 */
export function installGlobal(name: string, queue: QueuedCall[], element: Element, notifyPageApi: () => void): unknown {
  const page: Record<string, Global | undefined> = Object(window);
  const existing = page[name];
  if (existing?.open) return;
  function call(...args: unknown[]) {
    const answer = new Promise<unknown>((...answers) => queue.push([args, ...answers]));
    // A caller may ignore the promise: its rejection is no error of the page.
    answer.catch(() => {});
    // At once, so that a tag that is pasted again in the same moment starts a new chat.
    if (args[0] === 'destroy') {
      element.remove();
      delete page[name];
    }
    notifyPageApi();
    return answer;
  }
  const methods: Record<PropertyKey, unknown> = Object.assign(Object(call), {
    // The state until there is a widget.
    state: Object.freeze({ status: 'idle', open: false, unread: 0 }),
    // biome-ignore lint/suspicious/noThenProperty: the language itself reads `then` when the global is awaited
    then: 0,
  });
  const verb = (_: unknown, word: string | symbol) =>
    methods[word] ??
    ((...words: unknown[]) => {
      const answer = call(word, ...words);
      return word === 'on' ? () => call('off', ...words) : answer;
    });
  page[name] = new Proxy(methods, { get: verb });
  if (existing) {
    queue.push(...(existing.q ?? []));
    notifyPageApi();
  }
  return page[name];
}
