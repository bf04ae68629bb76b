import type { BrowserContext, Locator, Request } from '@playwright/test';
import type { PorchlightService } from './porchlight-service.ts';

/** Short enough that a page and the service never disagree by a deadline, and frames and answers flow between. */
const sliceMs = 1_000;
/** Real time for what the pages have asked for to be answered; what hangs for longer is meant to. */
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

  /** From now on all pages of this browser have a clock that is moved; before any of them is opened. */
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

  /** Lets `ms` pass: every timer and deadline on the way comes in its order, in the pages and in the service. */
  async pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= sliceMs) await this.#passSlice(Math.min(left, sliceMs));
  }

  /** The same until this is in sight, for at most `limitMs`. */
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

  /** Waits until nothing that a page asked for is unanswered. */
  #answers(): Promise<void> {
    if (this.#asked.size === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(end, answerMs);
      const asked = this.#asked;
      function end() {
        clearTimeout(timer);
        // What hangs is not waited for again.
        asked.clear();
        resolve();
      }
      this.#onAnswered = end;
    });
  }
}
