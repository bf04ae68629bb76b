import type * as signals from '@preact/signals';

type Signals = Pick<typeof signals, 'batch' | 'computed' | 'effect' | 'signal'>;

/**
 * @public by the build's alias
 *
 * Replaces `@preact/signals` in chunks that are loaded later: signals that the widget's views read have to come from the
 * widget's own copy, since two copies do not track each other.
 */
export let { batch, computed, effect, signal } = {} as Signals;

/** Sets the shared signals; called before anything else of such a file. */
export function shareSignals(theirs: Signals): void {
  ({ batch, computed, effect, signal } = theirs);
}
