import { expect, test } from 'vitest';
import { createLog } from './log.ts';

function logTo() {
  const lines: string[] = [];
  const log = createLog({ write: (line) => void lines.push(line) });
  return { log, lines };
}

test('an error is logged with its kind and trace, and without what it was given', () => {
  const { log, lines } = logTo();
  const error = Object.assign(new TypeError('Bad input'), { code: 'ERR_BAD', input: 'a private word' });

  log.error({ err: error, contextId: 'c1' }, 'A request met a bug');

  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    contextId: 'c1',
    msg: 'A request met a bug',
    err: { type: 'TypeError', code: 'ERR_BAD', stack: expect.stringContaining('log.test.ts') },
  });
  expect(lines.join('')).not.toContain('private');
});

test('what is not wrong is not logged', () => {
  const { log, lines } = logTo();

  log.info('Somebody came');
  log.error({ err: 'a thrown text' }, 'Odd');

  expect(lines).toHaveLength(1);
  expect(lines[0]).not.toContain('thrown text');
});
