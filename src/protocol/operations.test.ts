import { expect, test } from 'vitest';
import { operations } from './operations.ts';

const rows = Object.values(operations);

test('there are nineteen operations, each with its own method and path', () => {
  expect(rows).toHaveLength(19);
  expect(new Set(rows.map(({ method, path }) => `${method} ${path}`)).size).toBe(19);
});

test('a conversation is created without credentials, everything else of a guest needs its token', () => {
  const guestRows = rows.filter(({ path }) => path.startsWith('/api/v2/webchat/guest/'));

  expect(guestRows).toHaveLength(11);
  expect(guestRows.filter(({ caller }) => caller === 'anyone')).toEqual([operations.createConversation]);
});

test('what removes answers 204, what creates 200', () => {
  for (const { method, status } of rows) expect(status).toBe(method === 'DELETE' ? 204 : 200);
});
