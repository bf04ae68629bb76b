import type { Readable, Writable } from 'node:stream';
import { CliError } from './cli-error.ts';

export type Terminal = {
  input: Readable & { isTTY?: boolean; setRawMode?: (isRaw: boolean) => unknown };
  output: Writable;
};

const shortest = 10;
const longest = 256;

/**
 * Reads a new password: on a terminal asked for twice and not shown, else the first line of the input. It is never an
 * argument, which every process of the machine could read. Throws CliError.
 */
export async function askPassword({ input, output }: Terminal): Promise<string> {
  const password = input.isTTY ? await askTwice(input, output) : await firstLine(input);
  if (password.length >= shortest && password.length <= longest) return password;
  throw new CliError(`A password has ${shortest} to ${longest} characters.`);
}

async function askTwice(input: Terminal['input'], output: Writable): Promise<string> {
  const first = await askHidden(input, output, 'Password: ');
  if ((await askHidden(input, output, 'Once more: ')) === first) return first;
  throw new CliError('The two were different: nothing was changed.');
}

async function firstLine(input: Readable): Promise<string> {
  let text = '';
  for await (const chunk of input) {
    text += chunk;
    if (text.includes('\n') || text.length > longest + 2) break;
  }
  return text.split(/\r?\n/, 1)[0] ?? '';
}

const keys = { interrupt: '\u0003', end: '\u0004', backspace: ['\u007f', '\b'], enter: ['\r', '\n'] };

/** In raw mode the terminal does not show what is typed. */
function askHidden(input: Terminal['input'], output: Writable, question: string): Promise<string> {
  output.write(question);
  input.setRawMode?.(true);
  input.resume();
  return new Promise((resolve, reject) => {
    let typed = '';
    const done = () => {
      input.off('data', read);
      input.setRawMode?.(false);
      input.pause();
      output.write('\n');
    };
    const read = (chunk: Buffer | string) => {
      for (const key of String(chunk)) {
        if (key === keys.interrupt || key === keys.end) {
          done();
          reject(new CliError('Given up: nothing was changed.'));
          return;
        }
        if (keys.enter.includes(key)) {
          done();
          resolve(typed);
          return;
        }
        typed = keys.backspace.includes(key) ? [...typed].slice(0, -1).join('') : typed + key;
      }
    };
    input.on('data', read);
  });
}
