import { type CDPSession, expect, type Page } from '@playwright/test';
import { test } from '../support/fixtures.ts';

/** What the browser hands to assistive technology of one thing, and the words within it. */
type AccessibleNode = {
  role: string;
  name: string;
  description: string;
  states: Record<string, unknown>;
  words: string;
};

test('a whole chat is told in roles, names and states', async ({ page, context, host, visitor, agent }) => {
  const read = await listenTo(page, await context.newCDPSession(page));
  await visitor.visit((await host('plain')).url);
  expect(await read('button', 'Chat')).toMatchObject({ states: { expanded: false } });

  await visitor.open();
  await visitor.panel.getByRole('textbox', { name: 'Your name' }).fill('Mira Okafor');
  expect(await read('dialog')).toMatchObject({ name: 'Chat with us' });
  expect(await read('heading', 'Chat with us')).toMatchObject({ states: { level: 2 } });
  // The page has its own landmarks.
  const roles = (await read.all()).map(({ role }) => role);
  expect(roles.filter((role) => /banner|contentinfo|main|navigation|complementary|region/.test(role))).toEqual([]);
  expect(await read('textbox', 'Your name')).toMatchObject({ states: { focused: true } });
  await read('log', 'Messages');
  await read('button', 'Close');

  await visitor.button('Start').click();
  await read('textbox', 'Message');
  await visitor.say('Is it open on Sunday?');
  await read('button', 'Send');
  await says('dialog', 'Waiting for someone to join');
  await says('log', 'We are finding someone for you.');

  await agent.accept();
  await agent.say('From ten to four');
  await visitor.sees('From ten to four');
  const { own, theirs } = { own: await line('Is it open on Sunday?'), theirs: await line('From ten to four') };
  expect(own).toMatch(/^You, \d+:\d\d/);
  expect(theirs).toMatch(/^(?!You).+, \d+:\d\d/);

  await visitor.composer.fill('a'.repeat(4002));
  const tooLong = { description: 'Too long by 2 characters.', states: { invalid: 'true' } };
  await expect.poll(() => read('textbox', 'Message')).toMatchObject(tooLong);
  await visitor.composer.fill('');

  await visitor.button('More').click();
  expect(await read('button', 'More')).toMatchObject({ states: { expanded: true, hasPopup: 'menu' } });
  await read('menu', 'More');
  expect(await read('menuitem', 'Save transcript as text')).toMatchObject({ states: { focused: true } });
  await page.keyboard.press('Escape');

  await visitor.button('Close').click();
  await agent.say('And on Monday as well');
  await expect(visitor.launcher).toHaveAccessibleName('Chat, 1 unread');
  expect(await read('button', 'Chat, 1 unread')).toMatchObject({ states: { expanded: false } });

  await visitor.open();
  await visitor.button('End chat').click();
  await read('alertdialog', 'End this chat?');
  expect(await read('button', 'Keep chatting')).toMatchObject({ states: { focused: true } });
  await visitor.button('End chat').last().click();
  await read('button', 'Start a new chat');
  await says('dialog', 'Chat ended');

  async function says(role: string, sentence: string): Promise<void> {
    await expect.poll(async () => (await read(role)).words).toContain(sentence);
  }

  async function line(text: string): Promise<string> {
    await expect.poll(async () => (await read.all()).filter(isLine).length).toBe(1);
    const words = (await read.all()).find(isLine)?.words ?? '';
    // The name and the comma after it are pieces of text of their own.
    return words.replace(/\s+/g, ' ').replace(' ,', ',');
    function isLine({ role, words }: AccessibleNode) {
      return role === 'listitem' && words.includes(text);
    }
  }
});

/** Waits until a thing of this role and name is read, and gives it. */
async function listenTo(page: Page, session: CDPSession) {
  await session.send('Accessibility.enable');
  async function all(): Promise<AccessibleNode[]> {
    const { nodes } = await session.send('Accessibility.getFullAXTree');
    const byId = new Map(nodes.map((node) => [node.nodeId, node]));
    const wordsOf = (id: string): string => {
      const node = byId.get(id);
      if (node?.role?.value === 'StaticText') return node.name?.value ?? '';
      return (node?.childIds ?? []).map(wordsOf).join(' ').trim();
    };
    return nodes
      .filter(({ ignored }) => !ignored)
      .map(({ nodeId, role, name, description, properties = [] }) => ({
        role: role?.value ?? '',
        name: name?.value ?? '',
        description: description?.value ?? '',
        states: Object.fromEntries(properties.map((property) => [property.name, property.value.value])),
        words: wordsOf(nodeId),
      }));
  }
  async function read(role: string, name?: string): Promise<AccessibleNode> {
    const found = (read: AccessibleNode) => read.role === role && (name === undefined || read.name === name);
    await expect
      .poll(async () => (await all()).some(found), { message: `${role} ${name ?? ''} is read on ${page.url()}` })
      .toBe(true);
    const thing = (await all()).find(found);
    if (!thing) throw new Error(`${role} ${name} went`);
    return thing;
  }
  return Object.assign(read, { all });
}
