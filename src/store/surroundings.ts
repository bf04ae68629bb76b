import type { Clock } from '../platform/clock.ts';
import type { Page } from '../platform/page.ts';
import type { Random } from '../platform/random.ts';
import type { TextStorage } from '../platform/storage.ts';

/** The browser as models are handed it: who builds models names its parts by this, and only `compose.ts` the platform. */
export type Surroundings = { clock: Clock; page: Page; random: Random; storage: TextStorage };
