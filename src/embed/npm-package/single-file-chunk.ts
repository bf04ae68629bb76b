import type { PageModule, ScriptTag } from '../contract/loader-api.ts';
import type { WidgetModule, WidgetOptions } from '../contract/widget-api.ts';
import { startChats, syncChat } from '../page-api/main.ts';
import { mount } from '../widget/main.ts';

// Stands in for `src/embed/loader/chunk-loader.ts` in the single-file build, which holds all code.

/** Never called: the widget of this build holds the chat's code. */
const loadChunk: WidgetOptions['loadChunk'] = () => Promise.reject(new Error('This build fetches no code'));

export const createChunkLoader = ({ src }: ScriptTag) => ({
  loadChunk,
  origin: new URL(src).origin,
  loadByName: async (): Promise<WidgetModule & PageModule> => ({ mount, syncChat, startChats }),
});
