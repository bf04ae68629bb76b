import { readConfig } from '../core/config.ts';
import { StartRefused } from '../core/startup-error.ts';
import { AdminRefused } from './cli-error.ts';
import { administer } from './commands.ts';

// Whoever reads may have heard enough, as `head` does.
process.stdout.on('error', () => {});
try {
  await administer(process.argv.slice(2), {
    config: readConfig(process.env),
    terminal: { input: process.stdin, output: process.stderr },
    say: (line) => void process.stdout.write(`${line}\n`),
    now: Date.now,
  });
} catch (thrown) {
  if (!(thrown instanceof AdminRefused || thrown instanceof StartRefused)) throw thrown;
  process.stderr.write(`${thrown.message}\n`);
  process.exitCode = thrown instanceof AdminRefused ? thrown.code : 1;
}
// A pipe that stays open would keep the process.
process.stdin.unref?.();
