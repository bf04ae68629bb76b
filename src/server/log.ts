import { type DestinationStream, type Logger, pino } from 'pino';

/**
 * Warnings and errors as JSON lines. Ids, sizes, codes and traces only: an error's other fields are left out, since
 * some libraries put what they were given there, and that may be what a visitor wrote.
 */
export function createLog(destination: DestinationStream): Logger {
  return pino({ level: 'warn', base: null, serializers: { err: traceOf } }, destination);
}

function traceOf(thrown: unknown) {
  if (!(thrown instanceof Error)) return { type: typeof thrown };
  const code = 'code' in thrown && typeof thrown.code === 'string' ? { code: thrown.code } : {};
  return { type: thrown.name, ...code, stack: thrown.stack };
}
