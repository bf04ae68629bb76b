import { expect, type Locator, type Page } from '@playwright/test';
import type { PorchlightService } from './porchlight-service.ts';

/** An agent at the console: by role and name only. */
export class Agent {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  get transcript(): Locator {
    return this.page.getByRole('log');
  }

  get composer(): Locator {
    return this.page.getByRole('textbox', { name: 'Message' });
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name });
  }

  message(text: string): Locator {
    return this.transcript.getByText(text, { exact: true });
  }

  /** Opens the console with a session, since most journeys begin after the sign-in. */
  async arriveAt(service: PorchlightService, who?: { email: string; password: string }): Promise<void> {
    const { origin } = service;
    const signedIn = await this.page.request.post(`${origin}/api/v2/console/session`, {
      headers: { Origin: origin },
      data: who ?? (await service.demo()).agent,
    });
    expect(signedIn.ok()).toBe(true);
    await this.page.goto(`${origin}/console/`);
    await expect(this.button('Sign out')).toBeVisible();
  }

  async signIn(service: PorchlightService): Promise<void> {
    await this.signInAs(service, (await service.demo()).agent);
  }

  async signInAs({ origin }: PorchlightService, { email, password }: { email: string; password: string }) {
    await this.page.goto(`${origin}/console/`);
    await this.page.getByRole('textbox', { name: 'E-mail' }).fill(email);
    await this.page.getByLabel('Password').fill(password);
    await this.button('Sign in').click();
    await expect(this.button('Sign out')).toBeVisible();
  }

  /** Takes the one chat that is offered. Until it opens, the composer of the one before is still there. */
  async accept(): Promise<void> {
    await this.button('Accept').first().click({ timeout: 20_000 });
    await expect(this.composer).toBeFocused();
  }

  async say(text: string): Promise<void> {
    await this.composer.fill(text);
    await this.composer.press('Enter');
    await expect(this.message(text)).toBeVisible();
  }

  /** Where a chat stands in the list. */
  row(visitor: string): Locator {
    return this.page.getByRole('navigation', { name: 'Chats' }).getByRole('button', { name: visitor });
  }

  /** To colleagues; leaves the field for replies open. */
  async writeNote(text: string): Promise<void> {
    await this.button('Note').click();
    const field = this.page.getByRole('textbox', { name: 'Note' });
    await field.fill(text);
    await field.press('Enter');
    await expect(this.page.getByRole('note').filter({ hasText: text })).toBeVisible();
    await this.button('Reply').click();
  }

  /** Says what the chosen chat, which is over, was about. */
  async wrapUp(code: string, notes: string): Promise<void> {
    await this.page.getByRole('radio', { name: code }).check();
    await this.page.getByRole('textbox', { name: 'Notes', exact: true }).fill(notes);
    await this.button('Wrap up').click();
  }

  async sees(text: string): Promise<void> {
    await expect(this.message(text)).toHaveCount(1, { timeout: 20_000 });
  }
}
