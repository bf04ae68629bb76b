import { readConfig } from '../core/config.ts';
import { StartupError } from '../core/startup-error.ts';
import { CliError } from './cli-error.ts';
import { runCommand } from './commands.ts';

// Whoever reads may have heard enough, as `head` does.
process.stdout.on('error', () => {});
try {
  await runCommand(process.argv.slice(2), {
    config: readConfig(process.env),
    terminal: { input: process.stdin, output: process.stderr },
    print: (line) => void process.stdout.write(`${line}\n`),
    now: Date.now,
  });
} catch (thrown) {
  if (!(thrown instanceof CliError || thrown instanceof StartupError)) throw thrown;
  process.stderr.write(`${thrown.message}\n`);
  process.exitCode = thrown instanceof CliError ? thrown.code : 1;
}
// A pipe that stays open would keep the process.
process.stdin.unref?.();
