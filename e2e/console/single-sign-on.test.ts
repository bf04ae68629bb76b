import { expect } from '@playwright/test';
import { startTestOidcProvider } from '../../src/testing/harness/test-oidc-provider.ts';
import { test } from '../support/fixtures.ts';
import { axeFaults } from '../support/inspection.ts';
import { PorchlightService } from '../support/porchlight-service.ts';

test('an agent signs in by the company’s provider, and is told when there is no part for them', async ({ browser }) => {
  const provider = await startTestOidcProvider('localhost');
  const service = await PorchlightService.start({
    PORCHLIGHT_OIDC_ISSUER: provider.issuer,
    PORCHLIGHT_OIDC_HTTP: 'loopback',
    PORCHLIGHT_OIDC_CLIENT_ID: provider.clientId,
    PORCHLIGHT_OIDC_CLIENT_SECRET: provider.clientSecret,
    PORCHLIGHT_OIDC_SCOPE: 'openid profile email roles',
    PORCHLIGHT_OIDC_NAME: 'Example Ltd',
    PORCHLIGHT_OIDC_ADMINISTRATORS: 'chat-admins',
  });
  provider.allow(`${service.origin}/console/oidc/return`);
  provider.people.set('ada', { name: 'Ada Byron', email: 'ada@example.com', roles: ['chat-admins'] });
  provider.people.set('guest', { name: 'Somebody', roles: [] });
  // In the browser itself, since cookies from another site’s page and policies are its business.
  const signInAs = async (login: string) => {
    const page = await (await browser.newContext({ reducedMotion: 'reduce' })).newPage();
    await page.goto(`${service.origin}/console/#/admin/people`);
    await page.getByRole('link', { name: 'Sign in with Example Ltd' }).click();
    await page.getByLabel('Name').fill(login);
    await page.getByRole('button', { name: 'Sign in' }).click();
    return page;
  };

  const ada = await signInAs('ada');
  await expect(ada.getByRole('heading', { name: 'People' })).toBeFocused();
  await expect(ada.getByText('created person Ada Byron')).toBeVisible();
  await ada.reload();
  await expect(ada.getByRole('heading', { name: 'People' })).toBeVisible();

  // The session ends while something is typed: it goes on in the same page, and the text is there.
  const invitation = ada.getByRole('form', { name: 'Invite somebody' });
  await invitation.getByLabel('Name').fill('Half a nam');
  await invitation.getByLabel('E-mail').fill('half@example.com');
  await ada.context().clearCookies();
  await invitation.getByRole('button', { name: 'Invite' }).click();
  // The console asks the service again as soon as the person comes back to the page.
  await ada.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  const [elsewhere] = await Promise.all([
    ada.waitForEvent('popup'),
    ada.getByRole('link', { name: 'Sign in with Example Ltd' }).click(),
  ]);
  await elsewhere.getByLabel('Name').fill('ada');
  await elsewhere.getByRole('button', { name: 'Sign in' }).click();
  await expect(elsewhere.getByRole('heading', { name: 'People' })).toBeVisible();
  await ada.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await expect(invitation.getByLabel('Name')).toHaveValue('Half a nam');

  const guest = await signInAs('guest');
  await expect(guest.getByRole('alert')).toHaveText(/have no part in this console/);
  expect(await axeFaults(guest)).toEqual([]);

  await service.stop();
  await provider.stop();
});
