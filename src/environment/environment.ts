import type { Clock } from './clock.ts';
import type { Page } from './page.ts';
import type { Random } from './random.ts';
import type { TextStorage } from './storage.ts';

/** The browser as models are handed it: who builds models names its parts by this, and only `compose.ts` the platform. */
export type Surroundings = { clock: Clock; page: Page; random: Random; storage: TextStorage };
