import { type BrowserContext, type BrowserContextOptions, test as base, type Page } from '@playwright/test';
import { Agent } from './agent.ts';
import { type HostKind, HostPage } from './host-page.ts';
import { MovedTime } from './moved-time.ts';
import { PorchlightService } from './porchlight-service.ts';
import { createSeededDatabase } from './seeded-database.ts';
import { Visitor } from './visitor.ts';

type Fixtures = {
  /** For a test that kills the service, moves its time, or reads what the demo alone has: one that is not shared. */
  ownService: boolean;
  /** Whether pages and service have a clock that `time` moves; such a service is never shared. */
  movesTime: boolean;
  /** For a test that changes the agent's whole browser, not only a page in it. */
  ownDesk: boolean;
  time: MovedTime;
  /** One more person's browser. */
  newContext: (options?: BrowserContextOptions) => Promise<BrowserContext>;
  /** The storage engine; `postgres` where one runs (`PORCHLIGHT_TEST_POSTGRES`). */
  engine: 'sqlite' | 'postgres';
  service: PorchlightService;
  visitor: Visitor;
  agent: Agent;
  /** A site of another origin with the tag pasted in; further attributes go into the tag. */
  host: (kind: HostKind, attributes?: Record<string, string>) => Promise<HostPage>;
  /** Opens such a site, starts a chat there, and has the agent take it. */
  chatOn: (kind: HostKind, attributes?: Record<string, string>) => Promise<void>;
  /** Uncaught errors of the visitor's page. */
  pageErrors: string[];
};

/** Some tests send in a second what people send in an hour. */
const limits = 'agent-message=2000+2000/s message=2000+2000/s list=1000+1000/s';

/** One visitor, one signed-in agent, each in a browser of its own, and a service that no other test changes. */
export const test = base.extend<Fixtures, { sharedService: PorchlightService; sharedDesk: BrowserContext }>({
  ownService: [false, { option: true }],
  movesTime: [false, { option: true }],
  ownDesk: [false, { option: true }],
  engine: ['sqlite', { option: true }],
  sharedService: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from this pattern
    async ({}, use) => {
      const service = await PorchlightService.start({ PORCHLIGHT_LIMITS: limits });
      await use(service);
      await service.stop();
    },
    { scope: 'worker' },
  ],
  // A new browser context takes longer than most tests in it.
  sharedDesk: [
    async ({ browser }, use) => {
      const context = await browser.newContext();
      await use(context);
      await context.close();
    },
    { scope: 'worker' },
  ],
  service: async ({ engine, ownService, movesTime, sharedService }, use) => {
    if (engine === 'sqlite' && !ownService && !movesTime) return use(await sharedService.share());
    const database = engine === 'postgres' ? await createSeededDatabase() : undefined;
    const service = await PorchlightService.start(database && { DATABASE_URL: database.url });
    service.details = database?.seed;
    await use(service);
    await service.stop();
    await database?.drop();
  },
  time: async ({ service }, use) => {
    await use(new MovedTime(service));
  },
  context: async ({ context, movesTime, time }, use) => {
    if (movesTime) await time.moveIn(context);
    await use(context);
  },
  newContext: async ({ browser, movesTime, time }, use) => {
    const open: BrowserContext[] = [];
    await use(async (options) => {
      const context = await browser.newContext(options);
      open.push(context);
      if (movesTime) await time.moveIn(context);
      return context;
    });
    for (const context of open) await context.close();
  },
  host: async ({ service }, use) => {
    const open: HostPage[] = [];
    await use(async (kind, attributes = {}) => {
      const { organizationId, deploymentId, queue } = await service.demo();
      const ids = {
        'data-organization-id': organizationId,
        'data-deployment-id': deploymentId,
        'data-queue': queue,
      };
      const page = await HostPage.serve(kind, { origin: service.origin, attributes: { ...ids, ...attributes } });
      open.push(page);
      return page;
    });
    for (const page of open) page.stop();
  },
  chatOn: async ({ host, visitor, agent }, use) => {
    await use(async (kind, attributes) => {
      await visitor.visit((await host(kind, attributes)).url);
      await visitor.startAs('Mira Okafor');
      await agent.accept();
    });
  },
  pageErrors: async ({ page }, use) => {
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(String(error)));
    await use(errors);
  },
  visitor: async ({ page }, use) => {
    await use(new Visitor(page));
  },
  agent: async ({ newContext, sharedDesk, movesTime, ownDesk, service }, use) => {
    const context = movesTime || ownDesk ? await newContext() : sharedDesk;
    const agent = new Agent(await context.newPage());
    await agent.arriveAt(service);
    await use(agent);
    for (const page of context.pages()) await closeConsole(page, service.origin);
    await context.clearCookies();
    await context.clearPermissions();
  },
});

/** Clears the storage of the console, so that the next test in this browser starts empty. */
async function closeConsole(page: Page, origin: string): Promise<void> {
  if (page.url().startsWith(origin)) {
    await page.evaluate(() => {
      localStorage.clear();
      sessionStorage.clear();
    });
  }
  await page.close();
}
