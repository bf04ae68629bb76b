/**
 * What a test runner's reporter sends: a file begins, something happens in it, it ends; and what was counted so far.
 * @typedef {{ type: 'begin' | 'alive', file: string, what?: string } | { type: 'end', file: string }
 *   | { type: 'counted', outcome: 'passed' | 'failed' | 'skipped' }} ProgressMessage
 */

/** Starting and ending a program may take so long, with no file to speak for it. */
const idleMs = 60_000;

/**
 * How far a watched program has come.
 * @param {number} now milliseconds of a clock that never goes back
 */
export function createProgress(now) {
  const running = new Map();
  const counted = { passed: 0, failed: 0, skipped: 0 };
  let last = { what: 'its start', at: now };

  return {
    counted,
    /** @param {ProgressMessage} message @param {number} at */
    take(message, at) {
      switch (message.type) {
        case 'begin':
        case 'alive': {
          const what = message.what ?? running.get(message.file)?.what;
          running.set(message.file, { what, at });
          last = { what: message.file, at };
          break;
        }
        case 'end':
          running.delete(message.file);
          last = { what: `the end of ${message.file}`, at };
          break;
        case 'counted':
          counted[message.outcome] += 1;
          break;
        default:
          throw new Error(`no such progress: ${JSON.stringify(message)}`);
      }
    },
    /**
     * One sentence for each file without a sign of life for `stillMs`; where no file runs, one about the program.
     * @returns {string[]}
     */
    standingStill(at, stillMs) {
      const isStill = (sign, ms = stillMs) => at - sign.at >= ms;
      const seconds = (sign) => Math.round((at - sign.at) / 1000);
      if (running.size === 0) {
        return isStill(last, Math.max(stillMs, idleMs))
          ? [`nothing happened for ${seconds(last)} s after ${last.what}`]
          : [];
      }
      return [...running]
        .filter(([, sign]) => isStill(sign))
        .map(
          ([file, sign]) =>
            `${file} stands still: nothing for ${seconds(sign)} s${sign.what ? ` since "${sign.what}"` : ''}`,
        );
    },
  };
}
