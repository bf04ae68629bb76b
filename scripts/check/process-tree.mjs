import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

/**
 * Ends a process and whatever it started, at once. Browsers and services stand in groups of their own, so the group's
 * end would not reach them; a killed parent hides its children, so they are listed first.
 * @param {number} pid
 */
export function killTree(pid) {
  const parents = listParents();
  const doomed = [pid];
  for (const each of doomed) doomed.push(...(parents.get(each) ?? []));
  for (const each of doomed.reverse()) {
    try {
      process.kill(each, 'SIGKILL');
    } catch (error) {
      // ESRCH: it ended by itself meanwhile.
      if (error.code !== 'ESRCH') throw error;
    }
  }
}

/** The children of each process. */
function listParents() {
  const children = new Map();
  for (const [pid, parent] of existsSync('/proc/self/stat') ? fromProc() : fromPs()) {
    children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  return children;
}

function fromProc() {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        // The name of the program stands in brackets and may hold anything; state and parent follow.
        const [, parent] = readFileSync(`/proc/${name}/stat`, 'utf8')
          .replace(/^.*\) /s, '')
          .split(' ');
        return [[Number(name), Number(parent)]];
      } catch {
        // It ended while the list was read.
        return [];
      }
    });
}

function fromPs() {
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8', timeout: 10_000 });
  return (stdout ?? '')
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
}
