import type * as signals from '@preact/signals';

type Signals = Pick<typeof signals, 'batch' | 'computed' | 'effect' | 'signal'>;

/**
 * @public by the build's alias
 *
 * Stands in for `@preact/signals` in files of code that are fetched later: what the widget's views read has to come
 * from the widget's own copy, since two copies know nothing of each other.
 */
export let { batch, computed, effect, signal } = {} as Signals;

/** Sets the shared signals; called before anything else of such a file. */
export function shareSignals(theirs: Signals): void {
  ({ batch, computed, effect, signal } = theirs);
}
