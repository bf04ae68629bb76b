import { type DestinationStream, type Logger, pino } from 'pino';

/**
 * Logs warnings and errors as JSON lines. Of an error only type, code and trace are logged: some libraries put their
 * input into other fields, and that may be a visitor's text.
 */
export function createLog(destination: DestinationStream): Logger {
  return pino({ level: 'warn', base: null, serializers: { err: serializeError } }, destination);
}

function serializeError(thrown: unknown) {
  if (!(thrown instanceof Error)) return { type: typeof thrown };
  const code = 'code' in thrown && typeof thrown.code === 'string' ? { code: thrown.code } : {};
  return { type: thrown.name, ...code, stack: readStackFrames(thrown.stack) };
}

/** The trace without the message, since many messages quote the input that failed. */
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
