import type { WidgetModule, WidgetOptions } from '../embed/chat-handle.ts';
import { mountWidget } from '../widget/main.ts';

// What the single-file build has in the place of `src/loader/widget-chunk.ts`: everything is here already.

export const loadWidget = async (): Promise<WidgetModule> => ({ mountWidget });

/** The widget of this build holds its wire client, so nobody asks. */
export const createLoad = (): WidgetOptions['load'] => () => Promise.reject(new Error('This build fetches no code'));
