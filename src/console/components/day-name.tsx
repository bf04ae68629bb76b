import { type ReadonlySignal, useComputed } from '@preact/signals';
import { dayName } from './times.ts';

/** "Today", "yesterday" or a date; changes by itself at midnight, and nothing around it is drawn again. */
export function DayName({ at, now }: { at: number; now: ReadonlySignal<number> }) {
  const name = useComputed(() => dayName(at, now.value));
  return <span class="day-name">{name}</span>;
}
