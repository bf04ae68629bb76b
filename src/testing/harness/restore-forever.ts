import { argv, stdout } from 'node:process';
import { restoreSqlite } from '../../server/storage/backup/sqlite.ts';

/** A process that restores one backup after the other into a folder, until it is killed. */
const [folder = '', ...backups] = argv.slice(2);
for (let count = 0; ; count += 1) {
  stdout.write(`${count}\n`);
  await restoreSqlite(backups[count % backups.length] ?? '', folder);
}
