import { format } from 'node:util';
import { afterAll, afterEach } from 'vitest';

const printed: string[] = [];

// What a test expects to be printed it takes itself, by `vi.spyOn(console, …).mockImplementation(…)`.
for (const method of ['error', 'warn'] as const) {
  console[method] = (...values: unknown[]) => void printed.push(`console.${method}: ${format(...values)}`);
}
// Libraries have consoles of their own, and Node its warnings.
process.stderr.write = (chunk: unknown) => {
  const text = String(chunk).trimEnd();
  if (text !== '' && !text.includes('ExperimentalWarning')) printed.push(text);
  return true;
};

afterEach(failWhenPrinted);
afterAll(failWhenPrinted);

/** Output that a test does not expect fails that test, since the dots do not show whose it is. */
function failWhenPrinted(): void {
  const lines = printed.splice(0);
  if (lines.length > 0) throw new Error(`Printed, and not expected by the test:\n${lines.join('\n')}`);
}
