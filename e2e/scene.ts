import { test as base } from '@playwright/test';
import { Agent } from './agent.ts';
import { type HostKind, HostPage } from './host-page.ts';
import { PorchlightService } from './porchlight-service.ts';
import { createSeededDatabase } from './seeded-database.ts';
import { Visitor } from './visitor.ts';

type Scene = {
  /** What keeps everything; `postgres` where one runs (`PORCHLIGHT_TEST_POSTGRES`). */
  engine: 'sqlite' | 'postgres';
  service: PorchlightService;
  visitor: Visitor;
  agent: Agent;
  /** A site of another origin with the tag pasted in; further attributes go into the tag. */
  host: (kind: HostKind, attributes?: Record<string, string>) => Promise<HostPage>;
  /** Opens such a site, starts a chat there, and has the agent take it. */
  chatOn: (kind: HostKind, attributes?: Record<string, string>) => Promise<void>;
  /** Errors nobody caught in the visitor's page. */
  pageErrors: string[];
};

/** One visitor, one signed-in agent, each in a browser of its own, and a service of their own. */
export const test = base.extend<Scene>({
  engine: ['sqlite', { option: true }],
  service: async ({ engine }, use) => {
    const database = engine === 'postgres' ? await createSeededDatabase() : undefined;
    const service = await PorchlightService.start(database && { DATABASE_URL: database.url });
    service.facts = database?.facts;
    await use(service);
    await service.stop();
    await database?.drop();
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
  agent: async ({ browser, service }, use) => {
    const context = await browser.newContext();
    const agent = new Agent(await context.newPage());
    await agent.signIn(service);
    await use(agent);
    await context.close();
  },
});
