import { expect, type Page } from '@playwright/test';
import { xssCorpus } from '../../src/testing/harness/xss-corpus.ts';
import { test } from '../support/fixtures.ts';
import { TalkativeAgent } from '../support/measure/long-chat.ts';
import type { PorchlightService } from '../support/porchlight-service.ts';

/** Fewer than the transcript draws at once, so that each of them is drawn. */
const atOnce = 25;

test.use({ trace: 'off' });

test('rows 12 and 14: hundreds of attacks as messages, names and pictures stay text on a page that traps them', async ({
  page,
  service,
  chatOn,
  visitor,
  agent,
  pageErrors,
}) => {
  test.setTimeout(180_000);
  const attacked = watch(page, service);
  const console = watch(agent.page, service);
  await renameAgents(page);
  const created = page.waitForResponse((response) => /guest\/conversations$/.test(response.url()) && response.ok());
  await chatOn('hostile');
  const { id, jwt, member } = await (await created).json();
  const guestSays = (body: string) =>
    fetch(`${service.origin}/api/v2/webchat/guest/conversations/${id}/members/${member.id}/messages`, {
      method: 'POST',
      headers: { authorization: `Bearer ${jwt}`, 'content-type': 'application/json' },
      body: JSON.stringify({ body }),
    });
  const talkative = await TalkativeAgent.in(service);
  expect(xssCorpus.length).toBeGreaterThanOrEqual(200);

  for (let from = 0; from < xssCorpus.length; from += atOnce) {
    const some = xssCorpus.slice(from, from + atOnce);
    await Promise.all(
      some.map(async (body) => {
        expect((await guestSays(body)).status, body).toBe(200);
        await talkative.sendMessage(body);
      }),
    );
    await talkative.sendMessage(`so much for ${from}`);
    await visitor.sees(`so much for ${from}`);
    const { texts, odd } = await drawn(page);
    for (const body of some) {
      expect(texts.filter((text) => text.trim() === body.trim()).length, body).toBeGreaterThanOrEqual(2);
    }
    expect(odd).toEqual([]);
  }

  // The requests of the widget get no answer from now on.
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await expect(agent.message(`so much for ${Math.floor((xssCorpus.length - 1) / atOnce) * atOnce}`)).toBeVisible();
  expect(attacked).toEqual([]);
  expect(console).toEqual([]);
  expect(pageErrors).toEqual([]);
});

test('rows 12 and 14: attacks in the tag’s own words and in the visitor’s name stay text', async ({
  page,
  service,
  host,
  visitor,
  agent,
}) => {
  test.setTimeout(120_000);
  const attacked = watch(page, service);
  const console = watch(agent.page, service);
  const every = 24;
  const chosen = xssCorpus.filter((_, one) => one % every === 0);
  for (const text of chosen) {
    const written = text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
    const words = ['launcher', 'title', 'greeting', 'placeholder', 'consent'];
    const site = await host('hostile', {
      'data-name': written,
      'data-consent': 'required',
      'data-text-consent-url': written,
      ...Object.fromEntries(words.map((word) => [`data-text-${word}`, written])),
    });
    await page.goto(site.url);
    await page.locator('porchlight-chat').getByRole('button').first().click();
    await expect(page.locator('porchlight-chat').getByRole('heading')).toHaveText(text.trim());
    expect((await drawn(page)).odd).toEqual([]);
  }

  await visitor.button('Agree').click();
  await visitor.say('Hello');
  await agent.accept();
  await agent.say('Good day');
  await visitor.sees('Good day');
  expect(attacked).toEqual([]);
  expect(console).toEqual([]);
});

/** Whatever an attack that worked would do: open a dialog, a window, another page; load something; break the policy. */
function watch(page: Page, { origin }: PorchlightService): string[] {
  const seen: string[] = [];
  page.on('dialog', (dialog) => {
    seen.push(`dialog ${dialog.message()}`);
    return dialog.dismiss();
  });
  page.on('popup', (popup) => seen.push(`window ${popup.url()}`));
  page.on('request', (request) => {
    const url = new URL(request.url());
    const isOwn = url.origin === origin || (request.isNavigationRequest() && /^http:.*localhost:\d+\/$/.test(url.href));
    if (!isOwn && url.href !== 'data:,') seen.push(`request ${url.href}`);
  });
  page.on('console', (message) => {
    if (/Trusted|Content Security Policy|Refused/i.test(message.text())) seen.push(`policy ${message.text()}`);
  });
  return seen;
}

/** Gives each agent the widget hears of a name and a picture out of the corpus, another one each time. */
async function renameAgents(page: Page): Promise<void> {
  let asked = 0;
  await page.route(/\/members(\/[^/]+)?(\?.*)?$/, async (route) => {
    if (route.request().method() !== 'GET') return route.continue();
    const response = await route.fetch();
    const text = xssCorpus[(asked++ * 37) % xssCorpus.length];
    const body = JSON.parse(await response.text(), (_, value) =>
      value?.role === 'AGENT' ? { ...value, displayName: text, avatarImageUrl: text } : value,
    );
    return route.fulfill({ response, json: body });
  });
}

/** The bubbles' words, and whatever in the chat is there that no text may bring: elements, attributes, addresses. */
function drawn(page: Page): Promise<{ texts: string[]; odd: string[] }> {
  return page.evaluate(() => {
    const root = document.querySelector('porchlight-chat')?.shadowRoot;
    const all = [...(root?.querySelectorAll('*') ?? [])];
    const own = /^(a|br|button|div|form|h2|header|img|input|label|li|ol|p|path|small|span|svg|textarea)$/;
    const odd = all
      .filter(
        (one) =>
          !own.test(one.localName) ||
          one
            .getAttributeNames()
            .some((name) => /^(on|style$|srcdoc|formaction)/.test(name) && one.localName !== 'textarea') ||
          (one instanceof HTMLAnchorElement && !/^(https?|mailto|tel):$/.test(one.protocol)) ||
          (one instanceof HTMLImageElement && !/^https:/.test(one.src)),
      )
      .map((one) => one.outerHTML);
    const bubbles = [...(root?.querySelectorAll('[part~="bubble"]') ?? [])];
    return { texts: bubbles.map(({ textContent }) => textContent ?? ''), odd };
  });
}
