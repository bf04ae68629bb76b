import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStorage } from '../../server/storage/open-storage.ts';
import { startInThisThread } from './start-in-this-thread.ts';

const fileName = 'porchlight.sqlite';
/** Made once in a process: to copy it takes far less than every migration again. */
const migrated = makeStore();

/** Puts an empty SQLite store with today's tables into an empty folder. */
export async function placeMigratedStore(folder: string): Promise<void> {
  writeFileSync(join(folder, fileName), await migrated, { mode: 0o600, flag: 'wx' });
}

async function makeStore(): Promise<Buffer> {
  const folder = mkdtempSync(join(tmpdir(), 'porchlight-migrated-'));
  try {
    await (await openStorage({ dataFolder: folder, startThread: startInThisThread })).close();
    return readFileSync(join(folder, fileName));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
