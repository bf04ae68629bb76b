import { expect } from '@playwright/test';
import { test } from '../support/fixtures.ts';

for (const kind of ['plain', 'hostile'] as const) {
  // The line does not depend on the page, and what a hostile page lets be seen is seen on a plain one.
  const [ofLine, ofPage] = kind === 'plain' ? [[], '@proof'] : ['@proof', []];
  test.describe(`on a ${kind} page of another origin`, () => {
    test('rows 9, 10, 12 and 18: both talk, see each other type, and a reload in the middle loses nothing', async ({
      chatOn,
      visitor,
      agent,
      pageErrors,
    }) => {
      await chatOn(kind);

      await visitor.say('Is the porch lantern waterproof?');
      await agent.sees('Is the porch lantern waterproof?');
      await agent.composer.pressSequentially('Yes');
      await expect(visitor.panel.getByText(/is typing/i)).toBeVisible();
      await agent.composer.fill('');
      await agent.say('Yes, it hangs outdoors all year.');
      await visitor.sees('Yes, it hangs outdoors all year.');
      await expect(visitor.panel.getByText(/is typing/i)).toBeHidden();
      // Typing is texts every three seconds at most, and the visitor has just typed a message.
      await visitor.composer.pressSequentially('And how heavy is it?', { delay: 200 });
      await expect(agent.page.getByText(/is typing/i)).toBeVisible();

      await visitor.page.reload();
      await expect(visitor.panel).toBeVisible();
      await visitor.sees('Is the porch lantern waterproof?');
      await visitor.sees('Yes, it hangs outdoors all year.');
      await visitor.composer.fill('');
      await visitor.say('Thank you!');
      await agent.sees('Thank you!');

      expect(pageErrors).toEqual([]);
    });

    test.describe(() => {
      test.use({ ownService: true });
      test('the service is killed and started again: nothing is lost and nothing shown twice', { tag: ofLine }, async ({
        service,
        chatOn,
        visitor,
        agent,
      }) => {
        await chatOn(kind);
        await visitor.say('before the cut');
        await agent.sees('before the cut');
        await agent.say('answered before the cut');
        await visitor.sees('answered before the cut');

        await service.killHard();
        await visitor.composer.fill('written into the dark');
        await visitor.composer.press('Enter');
        await visitor.sees('written into the dark');
        await service.startAgain();

        await agent.sees('written into the dark');
        await agent.say('answered after the cut');
        await visitor.sees('answered after the cut');
        await visitor.sees('written into the dark');
        const texts = ['before the cut', 'answered before the cut', 'written into the dark', 'answered after the cut'];
        for (const text of texts) await expect(visitor.message(text)).toHaveCount(1);
        for (const text of texts) await expect(agent.message(text)).toHaveCount(1);
        expect(await visitor.order(texts)).toEqual(texts);
      });
    });

    test('a media request is declined, another accepted, and both sides say that nothing is shared yet', {
      tag: ofPage,
    }, async ({ chatOn, visitor, agent }) => {
      await chatOn(kind);

      await agent.button(/co-browse/i).click();
      await visitor.button('Decline').click();
      await expect(agent.page.getByText(/declined/i).first()).toBeVisible();

      await agent.button(/screen share/i).click();
      await visitor.button('Accept').click();
      await expect(visitor.panel.getByText(/nothing is shared/i)).toBeVisible();
      await expect(agent.page.getByText(/nothing is shared/i).first()).toBeVisible();
    });

    test('ending asks first, tells the agent, and offers a new start', { tag: ofPage }, async ({
      chatOn,
      visitor,
      agent,
    }) => {
      await chatOn(kind);
      await visitor.say('That was all.');
      await agent.sees('That was all.');

      await visitor.button('End chat').click();
      await visitor.button('End chat').last().click();
      await expect(visitor.composer).toBeHidden();
      await expect(agent.page.getByText(/left|ended/i).first()).toBeVisible();

      await visitor.button(/start a new chat/i).click();
      await expect(visitor.message('That was all.')).toHaveCount(0);
      await visitor.composer.fill('One more thing');
      await visitor.composer.press('Enter');
      await agent.accept();
      await agent.sees('One more thing');
    });
  });
}
