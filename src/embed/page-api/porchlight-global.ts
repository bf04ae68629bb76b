import type { Chat } from '../contract/loader-api.ts';
import { verbs } from '../contract/verbs.ts';
import { quietRejections } from './suppress-unhandled-rejections.ts';
import { readCall } from './validate-arguments.ts';

type Run = (verb: unknown, first: unknown, second: unknown) => Promise<unknown>;
type Wished = {
  name: string;
  /** What the loader put there for this chat, and the calls that wait in it. */
  placed: Pick<Chat, 'global' | 'queue'>;
  life: AbortSignal;
  run: Run;
  /** What `Porchlight.on` does: its answer is needed at once. */
  listen(type: unknown, listener: unknown): () => void;
  state(): object;
  /** Lets go of what was asked so far; false where the chat is to end. */
  beginAgain(): boolean;
  warn(fact: unknown): void;
};

/** Puts a chat's global in the place of the loader's, and answers what was called before and still is through that one. */
export function takeGlobal({ name, placed, life, run, listen, state, beginAgain, warn }: Wished) {
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
  const readable = { get: state, configurable: true };
  Object.defineProperty(global, 'state', readable);
  // Whoever kept the loader's looks there.
  if (typeof placed.global === 'function') Object.defineProperty(placed.global, 'state', readable);

  const before: Early | undefined = Reflect.get(window, name);
  // Another chat of the page may have it already.
  const isOurs = placed.queue ? placed.global !== undefined && placed.global === before : !before?.state;
  if (isOurs) Reflect.set(window, name, global);
  const silence = quietRejections(life);
  for (const early of placed.queue ? [] : (before?.q ?? [])) answer(early);
  drain();

  function answer(early: unknown): void {
    const { words, resolve, reject } = readCall(early);
    const [verb, first, second] = words;
    if (verb === 'destroy' && beginAgain()) return resolve(undefined);
    call(verb, first, second).then(resolve, (error) => reject(silence(error)));
  }

  function drain(): void {
    for (const waiting of placed.queue?.splice(0) ?? []) answer(waiting);
  }

  return {
    drain,
    leave(): void {
      if (Reflect.get(window, name) === global) Reflect.deleteProperty(window, name);
    },
  };
}

/** As the snippet leaves it. */
type Early = { q?: Iterable<unknown>; state?: unknown };
