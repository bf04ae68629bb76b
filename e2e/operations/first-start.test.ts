import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { createTestDatabase } from '../../src/testing/harness/test-postgres.ts';
import { Agent } from '../support/agent.ts';
import { test } from '../support/fixtures.ts';
import { HostPage } from '../support/host-page.ts';
import { PorchlightService } from '../support/porchlight-service.ts';

const password = 'a long enough password';
const admin = fileURLToPath(new URL('../../src/server/cli/main.ts', import.meta.url));

const stores = {
  SQLite: async () => ({ env: { PORCHLIGHT_DEMO: 'off' }, drop: async () => {} }),
  PostgreSQL: async () => {
    const { url, drop } = await createTestDatabase();
    return { env: { DATABASE_URL: url }, drop };
  },
};

for (const [name, open] of Object.entries(stores)) {
  // The commands are tried on each engine in tests of their own.
  const tag = name === 'PostgreSQL' ? '@proof' : [];
  test(`from the commands of the manual alone to a chat on another site, with ${name}`, { tag }, async ({
    browser,
    visitor,
  }) => {
    test.skip(name === 'PostgreSQL' && !process.env.PORCHLIGHT_TEST_POSTGRES, 'no PostgreSQL here');
    const store = await open();
    const service = await PorchlightService.start(store.env);
    const env = {
      ...process.env,
      ...store.env,
      PORCHLIGHT_DATA: service.dataFolder,
      PORCHLIGHT_PUBLIC_URL: service.origin,
    };

    let output = '';
    for (const words of await manualsCommands()) output = await run(words, env);
    const host = await HostPage.serve('plain', {
      origin: service.origin,
      attributes: Object.fromEntries(
        [...output.matchAll(/(data-[a-z-]+)="([^"]*)"/g)].map(([, key, value]) => [key, value]),
      ),
    });
    const desk = await browser.newContext();
    const agent = new Agent(await desk.newPage());
    await agent.signInAs(service, { email: 'grace@example.com', password });
    await agent.page.getByRole('switch', { name: /on queue/i }).click();
    await visitor.visit(host.url);
    await visitor.startAs('Mira Okafor');
    await agent.accept();
    await visitor.say('Is anybody there?');
    await agent.sees('Is anybody there?');

    await desk.close();
    host.stop();
    await service.stop();
    await store.drop();
  });
}

/** What `docs/operating.md` tells to type first, word by word; the shop stands for the site of this test. */
async function manualsCommands(): Promise<string[][]> {
  const manual = await readFile(new URL('../../docs/operating.md', import.meta.url), 'utf8');
  const [, block = ''] = /```sh\n([\s\S]*?)```/.exec(manual) ?? [];
  const commands = block.matchAll(/^npm run admin -- (.*)$/gm);
  return [...commands].map(([, line = '']) =>
    [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, word = '']) =>
      (quoted ?? word).replace('shop.example', 'localhost'),
    ),
  );
}

/** As from a pipe: a password that is asked for comes on standard input. */
async function run(words: string[], env: NodeJS.ProcessEnv): Promise<string> {
  const child = spawn(process.execPath, [admin, ...words], { env, stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(`${password}\n`);
  const [output, code] = await Promise.all([
    text(child.stdout),
    new Promise((resolve) => child.once('close', resolve)),
  ]);
  if (code !== 0) throw new Error(`${words.join(' ')} ended with ${code}`);
  return output;
}
