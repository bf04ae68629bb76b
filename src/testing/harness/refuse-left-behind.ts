import { afterAll, vi } from 'vitest';

/** Events whose listeners apply to the whole process. */
const events = ['SIGINT', 'SIGTERM', 'SIGHUP', 'uncaughtException', 'unhandledRejection'];
/** The HTTP server puts its own, quicker ones there at its first start, as in production. */
const ofServer = ['globalThis.Request', 'globalThis.Response'];
const before = readProcess();

afterAll(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
  const changed = listChanges(before, readProcess());
  if (changed.length > 0) throw new Error(`Left behind for the next file in this process: ${changed.join(', ')}`);
});

/** What one file could leave to the next one that runs in its process, by name. */
function readProcess(): Map<string, unknown> {
  const globals = Object.entries(Object.getOwnPropertyDescriptors(globalThis));
  return new Map<string, unknown>([
    ['the folder', process.cwd()],
    ...Object.entries(process.env).map(([name, value]) => [`process.env.${name}`, value] as const),
    // Node fills in many of its own at their first use: a getter says nothing.
    ...globals.map(([name, { get, value }]) => [`globalThis.${name}`, get ? undefined : value] as const),
    ...events.map((name) => [`listeners of ${name}`, process.listenerCount(name)] as const),
  ]);
}

function listChanges(earlier: Map<string, unknown>, later: Map<string, unknown>): string[] {
  const names = [...new Set([...earlier.keys(), ...later.keys()])].filter((name) => !ofServer.includes(name));
  return names.filter((name) => {
    const isUnchanged = earlier.has(name) && later.has(name);
    return !isUnchanged || (earlier.get(name) !== undefined && !Object.is(earlier.get(name), later.get(name)));
  });
}
