import type { BrowserContext, Locator, Request } from '@playwright/test';
import type { PorchlightService } from './porchlight-service.ts';

/** Short enough that pages and the service agree on every deadline and exchange frames in between. */
const sliceMs = 1_000;
/** Real time for the requests of the pages; one that takes longer hangs on purpose. */
const answerMs = 1_000;

/** Moves the clock of a service and those of the pages in some browsers together. */
export class MovedTime {
  readonly #service: PorchlightService;
  readonly #contexts: BrowserContext[] = [];
  readonly #asked = new Set<Request>();
  #onAnswered = () => {};

  constructor(service: PorchlightService) {
    this.#service = service;
  }

  /** Installs a movable clock in all pages of this browser; call it before the first one is opened. */
  async moveIn(context: BrowserContext): Promise<void> {
    const answered = (request: Request) => {
      this.#asked.delete(request);
      if (this.#asked.size === 0) this.#onAnswered();
    };
    context.on('request', (request) => this.#asked.add(request));
    context.on('requestfinished', answered);
    context.on('requestfailed', answered);
    await context.clock.install();
    this.#contexts.push(context);
  }

  /** Lets `ms` pass: every timer and deadline on the way fires in order, in the pages and in the service. */
  async pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= sliceMs) await this.#passSlice(Math.min(left, sliceMs));
  }

  /** Lets time pass until this is visible, for at most `limitMs`. */
  async passUntil(wanted: Locator, limitMs: number): Promise<void> {
    for (let left = limitMs; left > 0 && !(await wanted.isVisible()); left -= sliceMs) {
      await this.#passSlice(Math.min(left, sliceMs));
    }
  }

  async #passSlice(ms: number): Promise<void> {
    await this.#service.advance(ms);
    await Promise.all(this.#open().map((context) => context.clock.runFor(ms)));
    await this.#answers();
  }

  #open(): BrowserContext[] {
    return this.#contexts.filter((context) => context.pages().length > 0);
  }

  /** Waits until every request of the pages is answered. */
  #answers(): Promise<void> {
    if (this.#asked.size === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(end, answerMs);
      const asked = this.#asked;
      function end() {
        clearTimeout(timer);
        // A request that hangs is not waited for again.
        asked.clear();
        resolve();
      }
      this.#onAnswered = end;
    });
  }
}
