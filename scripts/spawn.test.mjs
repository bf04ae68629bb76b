import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import { run } from './spawn.mjs';

const server = "process.on('SIGTERM', () => process.exit(3)); console.log('up'); setInterval(() => {}, 1000);";
const started = [];

afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

test('an exit code passes through', async () => {
  expect(await run(process.execPath, ['-e', 'process.exit(7)'])).toBe(7);
});

test('the end by a signal is a failure', async () => {
  expect(await run(process.execPath, ['-e', "process.kill(process.pid, 'SIGKILL')"])).toBe(137);
});

test('SIGTERM reaches the child, whose exit code counts', async () => {
  const door = startNode(runsAServer({ followParent: false }));
  await once(door.stdout, 'data');

  door.kill('SIGTERM');

  expect(await once(door, 'exit')).toEqual([3, null]);
});

test('when npm is gone, what it started goes too', async () => {
  const door = `spawn(process.execPath, ['--input-type=module', '-e', ${JSON.stringify(runsAServer({ followParent: true }))}], { stdio: 'inherit' });`;
  const npm = startNode(`import { spawn } from 'node:child_process'; ${door}`);
  await once(npm.stdout, 'data');

  npm.kill('SIGKILL');

  // The pipe ends when its last holder does, and that is the server.
  await once(npm.stdout, 'end');
});

function runsAServer({ followParent }) {
  const module = JSON.stringify(new URL('./spawn.mjs', import.meta.url).href);
  const args = JSON.stringify(['-e', server]);
  return `import { run } from ${module}; process.exitCode = await run(process.execPath, ${args}, { followParent: ${followParent} });`;
}

function startNode(source) {
  const child = spawn(process.execPath, ['--input-type=module', '-e', source], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child.stdout.resume();
  started.push(child);
  return child;
}
