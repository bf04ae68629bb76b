import { readConfig } from '../core/config.ts';
import { StartupError } from '../core/startup-error.ts';
import { CliError } from './cli-error.ts';
import { runCommand } from './commands.ts';

// A reader such as `head` closes the pipe before the end.
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
// An open input pipe would keep the process alive.
process.stdin.unref?.();
