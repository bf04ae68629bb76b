import { expect, test } from 'vitest';
import { operations } from '../protocol/operations.ts';
import { guestPaths } from './guest-api.ts';

test('the paths spelt out here are those of the protocol', () => {
  for (const [name, { method, path }] of Object.entries(guestPaths)) {
    expect(operations[name as keyof typeof guestPaths]).toMatchObject({ method, path });
  }
});
