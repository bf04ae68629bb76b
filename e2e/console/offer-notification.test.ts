import { expect, type Page } from '@playwright/test';
import { Agent } from '../support/agent.ts';
import { test } from '../support/fixtures.ts';

type Alerts = { notes: number; notices: string[]; asked: number; press?: () => void };

test.use({ ownDesk: true });

test('of two tabs one sounds and shows a notice, which leads to its offer, and nothing is asked at load', async ({
  service,
  host,
  visitor,
  agent,
}) => {
  const context = agent.page.context();
  await context.addInitScript(recordAlerts);
  const [one, other] = [agent, new Agent(await context.newPage())];
  for (const { page } of [one, other]) {
    await page.goto(`${service.origin}/console/`);
    await expect(page.getByRole('switch', { name: 'On queue' })).toBeVisible();
    expect(await alerts(page)).toEqual({ notes: 0, notices: [], asked: 0 });
    // A gesture: from now on it may sound.
    await page.getByRole('navigation', { name: 'Chats' }).click();
  }
  await one.button('When a chat is offered').click();
  await one.button('Show system notifications').click();
  await expect(one.page.getByText('This browser shows system notifications')).toBeVisible();
  await one.page.keyboard.press('Escape');
  await expect(one.button('When a chat is offered')).toBeFocused();
  // A browser allows it to all tabs; this one learns of it when it is loaded.
  await other.page.reload();
  await expect(other.page.getByRole('switch', { name: 'On queue' })).toBeVisible();
  await other.page.getByRole('navigation', { name: 'Chats' }).click();

  await visitor.visit((await host('plain')).url);
  await visitor.startAs('Mira Okafor');
  for (const tab of [one, other]) await expect(tab.row('Mira Okafor')).toBeVisible({ timeout: 20_000 });
  expect(await alerts(one.page)).toEqual({ notes: 2, notices: ['New chat: Mira Okafor is waiting.'], asked: 1 });
  expect(await alerts(other.page)).toEqual({ notes: 0, notices: [], asked: 0 });
  expect(await one.page.title()).toContain('waiting');

  await one.page.evaluate(() => (globalThis as unknown as { alerts: Alerts }).alerts.press?.());
  await expect(one.page.getByRole('region', { name: 'Mira Okafor' })).toBeVisible();
  await one.accept();
  await expect.poll(async () => (await alerts(one.page)).notices).toEqual([]);
  await expect(one.page).toHaveTitle('Porchlight console');
});

async function alerts(page: Page): Promise<Alerts> {
  return page.evaluate(() => {
    const { notes, notices, asked } = (globalThis as unknown as { alerts: Alerts }).alerts;
    return { notes, notices, asked };
  });
}

/** Runs in the page: records the tones and notices, since a headless browser plays and shows none. */
function recordAlerts(): void {
  const alerts: Alerts = { notes: 0, notices: [], asked: 0 };
  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (when) {
    alerts.notes++;
    return start.call(this, when);
  };
  class Notice {
    static get permission() {
      return localStorage.getItem('allowed-in-a-browser') ?? 'default';
    }
    static async requestPermission() {
      alerts.asked++;
      localStorage.setItem('allowed-in-a-browser', 'granted');
      return Notice.permission;
    }
    onclick = () => {};
    readonly title: string;
    constructor(title: string) {
      this.title = title;
      alerts.notices.push(title);
      alerts.press = () => this.onclick();
    }
    close() {
      alerts.notices = alerts.notices.filter((title) => title !== this.title);
    }
  }
  document.hasFocus = () => false;
  Object.assign(globalThis, { alerts, Notification: Notice });
}
