import { type DestinationStream, type Logger, pino } from 'pino';

/**
 * Warnings and errors as JSON lines. Ids, sizes, codes and traces only: an error's other fields are left out, since
 * some libraries put what they were given there, and that may be what a visitor wrote.
 */
export function createLog(destination: DestinationStream): Logger {
  return pino({ level: 'warn', base: null, serializers: { err: serializeError } }, destination);
}

function serializeError(thrown: unknown) {
  if (!(thrown instanceof Error)) return { type: typeof thrown };
  const code = 'code' in thrown && typeof thrown.code === 'string' ? { code: thrown.code } : {};
  return { type: thrown.name, ...code, stack: readStackFrames(thrown.stack) };
}

/** Where it happened, without the message: many quote what they could not read or store. */
function readStackFrames(stack = ''): string {
  const lines = stack.split('\n');
  const first = lines.findIndex((line) => /^ {4}at /.test(line));
  return first === -1
    ? ''
    : lines
        .slice(first)
        .filter((line) => /^ {4}at /.test(line))
        .join('\n');
}
