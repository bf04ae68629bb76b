import type { ServerConfig } from '../core/config.ts';
import { openCliStorage } from '../storage/open-cli-storage.ts';
import type { Storage } from '../storage/storage.ts';
import type { Result } from '../storage/unit-of-work.ts';
import type { Terminal } from './ask-password.ts';
import { CliError } from './cli-error.ts';

export type CliContext = {
  config: Pick<ServerConfig, 'dataFolder' | 'databaseUrl' | 'publicUrl' | 'host' | 'port'>;
  terminal: Terminal;
  print: (line: string) => void;
  now: () => number;
};

/** Opens the store for one command. Throws CliError with the sentence of a rejection. */
export async function withStore<Value>(
  config: CliContext['config'],
  work: (store: Storage) => Promise<Result<Value> | { rejection: { message: string } }>,
): Promise<Value> {
  const store = await openCliStorage(config);
  try {
    const result = await work(store);
    if ('value' in result) return result.value;
    const { message } = result.rejection;
    throw new CliError(`${message.charAt(0).toUpperCase()}${message.slice(1)}.`);
  } finally {
    await store.close();
  }
}
