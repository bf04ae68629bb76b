import { expect, type Locator, type Page } from '@playwright/test';

/** Acts as a visitor: finds everything by role and name only, in English or Arabic. */
export class Visitor {
  readonly page: Page;
  readonly #widget: Locator;

  constructor(page: Page) {
    this.page = page;
    this.#widget = page.locator('porchlight-chat');
  }

  get launcher(): Locator {
    return this.#widget.getByRole('button', { name: /chat|دردشة/i, expanded: false });
  }

  get panel(): Locator {
    return this.#widget.getByRole('dialog');
  }

  get transcript(): Locator {
    return this.panel.getByRole('log');
  }

  get composer(): Locator {
    return this.panel.getByRole('textbox', { name: /message|الرسالة/i });
  }

  button(name: string | RegExp): Locator {
    return this.panel.getByRole('button', { name });
  }

  message(text: string): Locator {
    return this.transcript.getByText(text, { exact: true });
  }

  async visit(url: string): Promise<void> {
    await this.page.goto(url);
    await expect(this.launcher).toBeVisible();
  }

  async open(): Promise<void> {
    await this.launcher.click();
    await expect(this.panel).toBeVisible();
  }

  /** Opens the panel, gives a name where one is asked for, and waits for an agent to answer. */
  async startAs(name: string): Promise<void> {
    await this.open();
    await this.begin(name);
  }

  /** The same where the panel is open. */
  async begin(name: string): Promise<void> {
    await this.panel.getByRole('textbox', { name: /name|الاسم/i }).fill(name);
    await this.button(/start|بدء/i).click();
    await expect(this.composer).toBeVisible();
  }

  async say(text: string): Promise<void> {
    await this.composer.fill(text);
    await this.composer.press('Enter');
    await expect(this.message(text)).toBeVisible();
  }

  async sees(text: string): Promise<void> {
    await expect(this.message(text)).toHaveCount(1, { timeout: 20_000 });
  }

  /** The texts of the conversation in the order they stand, of those asked about. */
  async order(texts: readonly string[]): Promise<string[]> {
    const whole = await this.transcript.innerText();
    return [...texts].sort((a, b) => whole.indexOf(a) - whole.indexOf(b));
  }
}
