import type { Page } from '../../environment/environment.ts';

/** A page whose lifecycle events a test fires. */
export type FakePage = Page & {
  show(): void;
  conceal(): void;
  wake(): void;
  goOffline(): void;
  hide(): void;
  /** How many listeners there are. */
  readonly listeners: number;
};

export function createFakePage(): FakePage {
  let isVisible = true;
  const visibility = new Set<(isVisible: boolean) => void>();
  const wakes = new Set<() => void>();
  const offlines = new Set<() => void>();
  const hides = new Set<(isPersisted: boolean) => void>();

  function setVisible(visible: boolean): void {
    isVisible = visible;
    for (const listener of [...visibility]) listener(visible);
  }

  return {
    isVisible: () => isVisible,
    onVisibility: (listener) => add(visibility, listener),
    onWake: (listener) => add(wakes, listener),
    onOffline: (listener) => add(offlines, listener),
    onHide: (listener) => add(hides, listener),
    show: () => setVisible(true),
    conceal: () => setVisible(false),
    wake() {
      for (const listener of [...wakes]) listener();
    },
    goOffline() {
      for (const listener of [...offlines]) listener();
    },
    hide() {
      for (const listener of [...hides]) listener(true);
    },
    get listeners() {
      return visibility.size + wakes.size + offlines.size + hides.size;
    },
  };
}

function add<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
