import type { LoaderChat } from '../contract/loader-api.ts';
import { verbs } from '../contract/verbs.ts';
import { suppressUnhandledRejections } from './rejections.ts';
import { readCall } from './validate-arguments.ts';

type Run = (verb: unknown, first: unknown, second: unknown) => Promise<unknown>;

type GlobalOptions = {
  name: string;
  /** What the loader put there for this chat, and the calls that wait in it. */
  loaderChat: Pick<LoaderChat, 'global' | 'queue'>;
  signal: AbortSignal;
  run: Run;
  /** For `Porchlight.on`, which answers synchronously. */
  listen(type: unknown, listener: unknown): () => void;
  state(): object;
  /** Drops the calls that wait and all listeners; false where the chat is to end. */
  restart(): boolean;
  warn(message: unknown): void;
};

/** The global as the pasted snippet leaves it. */
type SnippetGlobal = { q?: Iterable<unknown>; state?: unknown };

/** Replaces the loader's global by the chat's, and runs the calls made before and still made through the loader's. */
export function takeOverGlobal({ name, loaderChat, signal, run, listen, state, restart, warn }: GlobalOptions) {
  const call = (verb?: unknown, first?: unknown, second?: unknown) => {
    const result = run(verb, first, second);
    // A caller may ignore the promise: its rejection is no error of the page.
    result.catch(() => {});
    return result;
  };
  const global = Object.assign(call, Object.fromEntries(verbs.map((verb) => [verb, call.bind(undefined, verb)])), {
    on(type: unknown, listener: unknown) {
      try {
        return listen(type, listener);
      } catch (error) {
        // `on` returns no promise that could reject, and it never throws.
        warn(error);
        return () => {};
      }
    },
  });
  const readable = { get: state, configurable: true };
  Object.defineProperty(global, 'state', readable);
  // A page may hold on to the loader's global and read its state there.
  if (typeof loaderChat.global === 'function') Object.defineProperty(loaderChat.global, 'state', readable);

  const existing: SnippetGlobal | undefined = Reflect.get(window, name);
  // Another chat of the page may have it already.
  const isOurs = loaderChat.queue
    ? loaderChat.global !== undefined && loaderChat.global === existing
    : !existing?.state;
  if (isOurs) Reflect.set(window, name, global);
  const markAsOurs = suppressUnhandledRejections(signal);
  for (const queued of loaderChat.queue ? [] : (existing?.q ?? [])) runQueued(queued);
  drainQueue();

  function runQueued(queued: unknown): void {
    const { args, resolve, reject } = readCall(queued);
    const [verb, first, second] = args;
    if (verb === 'destroy' && restart()) return resolve(undefined);
    call(verb, first, second).then(resolve, (error) => reject(markAsOurs(error)));
  }

  function drainQueue(): void {
    for (const queued of loaderChat.queue?.splice(0) ?? []) runQueued(queued);
  }

  return {
    drainQueue,
    remove(): void {
      if (Reflect.get(window, name) === global) Reflect.deleteProperty(window, name);
    },
  };
}
