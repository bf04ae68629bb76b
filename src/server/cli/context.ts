import type { ServerConfig } from '../core/config.ts';
import { openBeside } from '../storage/open-beside.ts';
import type { Storage } from '../storage/storage.ts';
import type { Decided } from '../storage/unit-of-work.ts';
import type { Terminal } from './ask-password.ts';
import { AdminRefused } from './cli-error.ts';

export type AdminContext = {
  config: Pick<ServerConfig, 'dataFolder' | 'databaseUrl' | 'publicUrl' | 'host' | 'port'>;
  terminal: Terminal;
  say: (line: string) => void;
  now: () => number;
};

/** Opens the store for one command. Throws AdminRefused with the sentence of what was refused. */
export async function onStore<Value>(
  config: AdminContext['config'],
  work: (store: Storage) => Promise<Decided<Value> | { refusal: { message: string } }>,
): Promise<Value> {
  const store = await openBeside(config);
  try {
    const decided = await work(store);
    if ('value' in decided) return decided.value;
    const { message } = decided.refusal;
    throw new AdminRefused(`${message.charAt(0).toUpperCase()}${message.slice(1)}.`);
  } finally {
    await store.close();
  }
}

/** The command makes no sense as it was written. */
export const unclear = (message: string) => new AdminRefused(`${message} See npm run admin -- --help`, 2);
