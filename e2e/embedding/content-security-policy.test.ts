import { expect } from '@playwright/test';
import { test } from '../support/fixtures.ts';

test('a page that sends the header of docs/embedding.md has its chat, and the browser refuses nothing', async ({
  chatOn,
  visitor,
  agent,
  pageErrors,
}) => {
  const refused: string[] = [];
  visitor.page.on('console', (line) => {
    if (/Content Security Policy|TrustedHTML|TrustedScript/.test(line.text())) refused.push(line.text());
  });
  await chatOn('published');

  await visitor.say('Do you ship to islands?');
  await agent.sees('Do you ship to islands?');
  await agent.say('Every Tuesday.');
  await visitor.sees('Every Tuesday.');

  expect(pageErrors).toEqual([]);
  expect(refused).toEqual([]);
});
