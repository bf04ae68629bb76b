import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { archiveBuild } from './build-archive.ts';

let home: string;
let folder: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'porchlight-kept-'));
  folder = join(home, 'builds');
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

function source(build: string): string {
  const place = join(home, `dist-${build}`);
  mkdirSync(join(place, 'themes'), { recursive: true });
  writeFileSync(join(place, 'widget.js'), `widget of ${build}`);
  writeFileSync(join(place, 'themes', 'ink.css'), `theme of ${build}`);
  return place;
}
const texts: string[] = [];
function keep(build: string) {
  texts.length = 0;
  const builds = archiveBuild(folder, { build, source: source(build), warn: (message) => texts.push(message) });
  const textOf = (name: string, file: string) => {
    const plain = builds.get(name)?.get(file)?.plain;
    return plain && Buffer.from(plain).toString();
  };
  return { names: [...builds.keys()].toSorted(), textOf };
}

test('an archived build that a crash has damaged is not served, and that is logged [S15]', () => {
  keep('aa');
  keep('bb');
  truncateSync(join(folder, 'aa', 'widget.js'), 3);

  const { names } = keep('cc');

  expect(names).toEqual(['bb', 'cc']);
  expect(texts).toEqual([expect.stringMatching(/builds\/aa is damaged/)]);
  expect(existsSync(join(folder, 'aa'))).toBe(false);
});

test.each(['missing', 'emptied', 'added'])('a file that is %s makes an archived build damaged [S15]', (how) => {
  keep('aa');
  const file = join(folder, 'aa', how === 'added' ? 'more.js' : 'themes/ink.css');
  if (how === 'missing') rmSync(file);
  else writeFileSync(file, '');

  expect(keep('bb').names).toEqual(['bb']);
});

test('the current build is archived again where its copy is damaged [S15]', () => {
  keep('aa');
  writeFileSync(join(folder, 'aa', 'widget.js'), 'half of');

  expect(keep('aa').textOf('aa', 'widget.js')).toBe('widget of aa');
  expect(keep('bb').textOf('aa', 'themes/ink.css')).toBe('theme of aa');
  expect(texts).toEqual([]);
});

test('a build that an earlier version archived is still served, and is checked from then on [S15]', () => {
  keep('aa');
  rmSync(join(folder, 'aa.hashes.json'));

  expect(keep('bb').names).toEqual(['aa', 'bb']);
  writeFileSync(join(folder, 'aa', 'widget.js'), 'torn');
  expect(keep('bb').names).toEqual(['bb']);
});

test('hashes that are torn themselves prove nothing [S15]', () => {
  keep('aa');
  truncateSync(join(folder, 'aa.hashes.json'), 5);

  expect(keep('bb').names).toEqual(['bb']);
});

test('archived builds and their hashes are private, and are removed together [S15]', () => {
  for (const build of ['aa', 'bb', 'cc', 'dd', 'ee']) keep(build);

  const all = readdirSync(folder, { recursive: true }).map((name) => join(folder, String(name)));
  expect(readdirSync(folder).filter((name) => name.startsWith('aa'))).toEqual([]);
  for (const path of [folder, ...all])
    expect({ path, others: statSync(path).mode & 0o077 }).toEqual({ path, others: 0 });
});
