import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { defaultTiming } from '../domain/timing.ts';
import { type CliContext, withStore } from './context.ts';

/** `remove demo`: removes the demo's accounts from the store, so that the service may become public. */
export async function removeDemo(_: string[], _given: unknown, { config, print, now }: CliContext): Promise<void> {
  const emails = await withStore(config, async (store) => {
    const outcome = await store.run('removeDemo', { now: now(), timing: defaultTiming });
    if (!outcome.rejection) await store.run('auditCommand', { now: now(), command: 'remove demo' });
    return outcome.rejection ? { rejection: outcome.rejection } : { value: outcome.value };
  });
  rmSync(join(config.dataFolder, 'demo-token'), { force: true });
  const people = emails.length === 0 ? 'The demo’s client is' : `${emails.join(', ')} and the demo’s client are`;
  print(
    `${people} out, with their sessions and tokens. The organization, its deployments and its chats are still there.`,
  );
  print('An administrator of your own: npm run admin -- create user EMAIL --name NAME --role administrator');
  print('A service that is running shows the pages of the demo until it is started again.');
}
