import { devices, expect } from '@playwright/test';
import { test } from '../support/fixtures.ts';
import type { HostKind } from '../support/host-page.ts';
import type { Visitor } from '../support/visitor.ts';

/** The main job on one more kind of page or browser: start, both talk, go to another page, go on, end. */
function theMainJob(where: string, kind: HostKind | 'shop', goOn: (visitor: Visitor) => Promise<void>) {
  test(`the main job ${where}`, async ({ service, host, visitor, agent, pageErrors }) => {
    await visitor.visit(kind === 'shop' ? `${service.origin}/` : (await host(kind)).url);
    await visitor.startAs('Mira Okafor');
    await visitor.say('Is the porch lantern waterproof?');
    await agent.accept();
    await agent.sees('Is the porch lantern waterproof?');
    await agent.say('Yes, it hangs outdoors all year.');
    await visitor.sees('Yes, it hangs outdoors all year.');

    await goOn(visitor);
    await visitor.sees('Yes, it hangs outdoors all year.');
    await visitor.say('Thank you!');
    await agent.sees('Thank you!');

    await visitor.button(/^(End chat|إنهاء الدردشة)$/).click();
    await visitor
      .button(/^(End chat|إنهاء الدردشة)$/)
      .last()
      .click();
    await expect(visitor.button(/start a new chat|بدء دردشة جديدة/i)).toBeVisible();
    await expect(agent.page.getByText(/left|ended/i).first()).toBeVisible();
    expect(pageErrors).toEqual([]);
  });
}

const reload = async (visitor: Visitor) => {
  await visitor.page.reload();
  await expect(visitor.panel).toBeVisible();
};

/** By the page's own link. */
const visitSecondPage = async (visitor: Visitor) => {
  await visitor.page.getByRole('link', { name: 'second page' }).click();
  await visitor.page.waitForURL('**/other');
  await expect(visitor.panel).toBeVisible();
};

theMainJob('in Firefox', 'plain', reload);
test.describe(() => {
  test.use({ ownService: true });
  theMainJob('on the shop page', 'shop', async (visitor) => {
    await visitor.page.getByRole('link', { name: 'Delivery and returns' }).click();
    await expect(visitor.page.getByRole('heading', { name: 'Delivery and returns' })).toBeVisible();
  });
});
theMainJob('on a page that swaps its body', 'swapping', visitSecondPage);
theMainJob('in Arabic, from right to left', 'rightToLeft', async (visitor) => {
  await reload(visitor);
  await expect(visitor.panel.locator('[dir=rtl]').first()).toBeVisible();
  await expect(visitor.composer).toHaveAttribute('placeholder', 'اكتبوا رسالة…');
});

test.describe(() => {
  test.skip(!process.env.PORCHLIGHT_TEST_POSTGRES, 'no PostgreSQL runs here');
  test.use({ engine: 'postgres' });
  theMainJob('with everything in PostgreSQL', 'plain', reload);
});

test.describe(() => {
  const { defaultBrowserType, ...phone } = devices['Pixel 7'];
  test.use(phone);
  theMainJob('on a phone', 'plain', reload);
});

test.describe(() => {
  test.beforeEach(({ page }) => page.addInitScript(refuseSockets));
  theMainJob('where sockets are refused', 'plain', reload);
});

test.describe(() => {
  test.beforeEach(({ page }) => page.addInitScript(refuseStorage));
  // Nothing can be kept, so there is no other page to go on at.
  theMainJob('where nothing can be stored', 'plain', async (visitor) => {
    await expect(visitor.panel.getByText('Leaving this page ends the chat.')).toBeVisible();
  });
});

/** As a company's proxy does: the upgrade never goes through. */
function refuseSockets() {
  globalThis.WebSocket = class extends WebSocket {
    constructor() {
      super('ws://127.0.0.1:9/');
    }
  } as typeof WebSocket;
}

function refuseStorage() {
  for (const name of ['localStorage', 'sessionStorage', 'indexedDB'] as const) {
    Object.defineProperty(globalThis, name, {
      get() {
        throw new DOMException('blocked', 'SecurityError');
      },
    });
  }
}
