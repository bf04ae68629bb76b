import type { PageModule } from '../embed/chat.ts';
import type { WidgetModule, WidgetOptions } from '../embed/chat-handle.ts';
import { attend } from '../loader/page/main.ts';
import { mountWidget } from '../widget/main.ts';

// What the single-file build has in the place of `src/loader/widget-chunk.ts`: everything is here already.

export const fetchOwn = async (): Promise<WidgetModule & PageModule> => ({ mountWidget, attend });

/** The widget of this build holds the chat's code, so nobody asks. */
export const createLoad = (): WidgetOptions['load'] => () => Promise.reject(new Error('This build fetches no code'));
