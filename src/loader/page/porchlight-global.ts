import { verbs } from '../../embed/verbs.ts';

type Queued = [words: ArrayLike<unknown>, resolve: (value: unknown) => void, reject: (error: unknown) => void];
type Run = (verb: unknown, first: unknown, second: unknown) => Promise<unknown>;
type Wished = {
  name: string;
  run: Run;
  /** What `Porchlight.on` does: its answer is needed at once. */
  listen(type: unknown, listener: unknown): () => void;
  state(): object;
  warn(fact: unknown): void;
};

/** Puts a chat's global onto the page and answers what was called before; returns its removal. */
export function takeGlobal({ name, run, listen, state, warn }: Wished): () => void {
  const call = (verb?: unknown, first?: unknown, second?: unknown) => {
    const answer = run(verb, first, second);
    // Whoever called may leave it alone: a rejection nobody awaits is no error of the page.
    answer.catch(() => {});
    return answer;
  };
  const global = Object.assign(call, Object.fromEntries(verbs.map((verb) => [verb, call.bind(undefined, verb)])), {
    on(type: unknown, listener: unknown) {
      try {
        return listen(type, listener);
      } catch (error) {
        // Here nobody gets a promise to see it by, and it never throws.
        warn(error);
        return () => {};
      }
    },
  });
  Object.defineProperty(global, 'state', { get: state });

  const before: { q?: Queued[]; state?: unknown } | undefined = Reflect.get(window, name);
  // Another chat of the page has it already.
  if (before?.state) return () => {};
  Reflect.set(window, name, global);
  for (const [words, resolve, reject] of before?.q ?? []) {
    const [verb, first, second] = Array.from(words);
    call(verb, first, second).then(resolve, reject);
  }
  return () => {
    if (Reflect.get(window, name) === global) Reflect.deleteProperty(window, name);
  };
}
