import { argv, stdout } from 'node:process';
import { openAppendLogStorage } from '../fakes/append-log-storage.ts';

// A program that tests kill: it prints each line once its commit is done, with several on their way at a time.
const [, , folder = '', count = '0'] = argv;
const storage = await openAppendLogStorage(folder);
stdout.write('ready\n');

let next = 0;
async function appendOn(): Promise<void> {
  while (next < Number(count)) {
    next += 1;
    const text = `line ${next}`;
    await storage.run('append', { text });
    stdout.write(`${text}\n`);
  }
}
await Promise.all(Array.from({ length: 8 }, appendOn));
// Holds the folder until killed.
setInterval(() => {}, 60_000);
