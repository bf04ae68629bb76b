import type { LoaderChat } from '../contract/loader-api.ts';
import type { VerbStore, WidgetHandle } from '../contract/widget-api.ts';
import type { createListeners } from './listeners.ts';
import { rejection } from './rejections.ts';
import { reportStore } from './report.ts';

export type Loaded = { widget: WidgetHandle; store: VerbStore };
export type WidgetAccess = ReturnType<typeof createWidgetAccess>;

type WidgetAccessOptions = {
  fire: ReturnType<typeof createListeners>['fire'];
  signal: AbortSignal;
  /** Called with the number of unread messages, now and at each change. */
  showUnread(count: number): void;
};

/** Access to a widget that may not be loaded yet. Once it is, its store fires the page's events. */
export function createWidgetAccess(chat: LoaderChat, { fire, signal, showUnread }: WidgetAccessOptions) {
  /** Tasks that wait for the widget. */
  let waiting: ((loaded: Loaded) => unknown)[] = [];
  let stops: (() => void)[] = [];
  let loaded: Loaded | undefined;

  /** The widget, if it is loaded; the first time, the tasks that waited are run. */
  function getLoaded(): Loaded | undefined {
    const { widget } = chat;
    if (loaded || signal.aborted || !widget?.store) return loaded;
    loaded = { widget, store: widget.store };
    stops = reportStore(widget.store, fire);
    stops.push(widget.store.unread.subscribe(showUnread));
    for (const task of waiting) task(loaded);
    waiting = [];
    return loaded;
  }

  return {
    getLoaded,
    /** Loads the widget; rejects with the code `load.failed` or `destroyed`. */
    async load(): Promise<Loaded> {
      const widget = await chat.loadWidget().catch((error) => {
        const reason = error instanceof Error ? error.message : String(error);
        fire('error', { code: 'load.failed', message: reason });
        throw rejection('load.failed', reason, error);
      });
      chat.widget ??= widget;
      if (signal.aborted) throw rejection('destroyed', 'The chat was destroyed');
      const current = getLoaded();
      if (!current) throw rejection('load.failed', 'The widget of this build knows no verbs');
      return current;
    },
    /** Runs the task now, or once the widget is loaded; loads nothing itself. */
    whenLoaded(task: (loaded: Loaded) => unknown): unknown {
      const current = getLoaded();
      if (current) return task(current);
      waiting.push(task);
      return undefined;
    },
    /** Forgets the tasks that wait. */
    dropWaiting(): void {
      waiting = [];
    },
    stop(): void {
      for (const stop of stops) stop();
      stops = [];
    },
  };
}
