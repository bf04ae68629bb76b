import type { PageModule, Tag } from '../contract/loader-api.ts';
import type { WidgetModule, WidgetOptions } from '../contract/widget-api.ts';
import { attend, serve } from '../page-api/main.ts';
import { mount } from '../widget/main.ts';

// What the single-file build has in the place of `src/embed/loader/chunk-loader.ts`: everything is here already.

/** The widget of this build holds the chat's code, so nobody asks for more. */
const load: WidgetOptions['load'] = () => Promise.reject(new Error('This build fetches no code'));

export const createFiles = ({ src }: Tag) => ({
  load,
  origin: new URL(src).origin,
  fetch: async (): Promise<WidgetModule & PageModule> => ({ mount, attend, serve }),
});
