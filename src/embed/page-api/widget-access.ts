import type { Chat } from '../contract/loader-api.ts';
import type { VerbStore, WidgetHandle } from '../contract/widget-api.ts';
import type { createListeners } from './listeners.ts';
import { refusal } from './rejection.ts';
import { reportStore } from './report.ts';

export type Loaded = { widget: WidgetHandle; store: VerbStore };
export type WidgetAccess = ReturnType<typeof createWidgetAccess>;

type Wished = {
  fire: ReturnType<typeof createListeners>['fire'];
  life: AbortSignal;
  /** Told of what is unread, now and later. */
  tellUnread(count: number): void;
};

/** The way to a widget that may not have come yet. From its coming on, the page is told by events how it fares. */
export function createWidgetAccess(chat: Chat, { fire, life, tellUnread }: Wished) {
  /** What was asked for while there was no widget to do it. */
  let waiting: ((loaded: Loaded) => unknown)[] = [];
  let stops: (() => void)[] = [];
  let loaded: Loaded | undefined;

  /** The widget, if it has come by now; the first time it is told what waited. */
  function meet(): Loaded | undefined {
    const { widget } = chat;
    if (loaded || life.aborted || !widget?.store) return loaded;
    loaded = { widget, store: widget.store };
    stops = reportStore(widget.store, fire);
    stops.push(widget.store.unread.subscribe(tellUnread));
    for (const task of waiting) task(loaded);
    waiting = [];
    return loaded;
  }

  return {
    meet,
    /** Fetches it; rejects by a code where it cannot be had. */
    async load(): Promise<Loaded> {
      const widget = await chat.bring().catch((error) => {
        const reason = error instanceof Error ? error.message : String(error);
        fire('error', { code: 'load.failed', message: reason });
        throw refusal('load.failed', reason, error);
      });
      chat.widget ??= widget;
      if (life.aborted) throw refusal('destroyed', 'The chat was destroyed');
      const there = meet();
      if (!there) throw refusal('load.failed', 'The widget of this build knows no verbs');
      return there;
    },
    /** Does it now or once the widget has come; fetches nothing. */
    whenThere(task: (loaded: Loaded) => unknown): unknown {
      const there = meet();
      if (there) return task(there);
      waiting.push(task);
      return undefined;
    },
    /** What waits is wanted no more. */
    drop(): void {
      waiting = [];
    },
    stop(): void {
      for (const stop of stops) stop();
      stops = [];
    },
  };
}
