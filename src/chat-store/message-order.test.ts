import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openStore } from '../testing/harness/open-store.ts';
import type { ChatStore } from './chat-store-types.ts';

const calls: Record<string, (store: ChatStore) => unknown> = {
  open: (store) => store.open(),
  close: (store) => store.close(),
  start: (store) => store.start(),
  send: (store) => store.send('Hello'),
  sendNothing: (store) => store.send(''),
  end: (store) => store.end(),
  endWithKeepalive: (store) => store.end({ keepalive: true }),
  reset: (store) => store.reset(),
  forget: (store) => store.forget(),
  typed: (store) => store.typed(),
  loadOlder: (store) => store.loadOlder(),
  retry: (store) => store.retry('nothing'),
  discard: (store) => store.discard('nothing'),
  markRead: (store) => store.markRead(),
  draft: (store) => store.setDraft('Hel'),
  agree: (store) => store.giveConsent(),
  refuse: (store) => store.giveConsent(false),
  identify: (store) => store.identify({ displayName: 'Gina' }),
  nameless: (store) => store.identify({}),
};

const statuses = 'idle starting waiting connected catching-up away offline ended failed'.split(' ');

test('a store takes its calls in any order, before a chat, beside one and after: nothing throws, and it can chat again', async () => {
  const orders = fc.array(fc.constantFrom(...Object.keys(calls)), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(orders, async (names) => {
      const { store, clock } = openStore();

      for (const name of names) {
        // Whatever a call promises may be refused; what it does at once may not throw.
        Promise.resolve(calls[name]?.(store)).catch(() => {});
        if (names.length % 2) await clock.elapse(0);
        expect(statuses).toContain(store.status.value);
      }

      store.giveConsent();
      store.forget();
      await clock.elapse(1000);
      store.identify({ displayName: 'Gina' });
      store.send('Once more');
      await clock.elapse(1000);
      expect(store.status.value).toBe('waiting');
      expect(store.entries.value.map(({ body }) => body)).toContain('Once more');
      store.dispose();
      store.dispose();
      expect(() => store.open()).not.toThrow();
    }),
    { numRuns: 150, seed: 5 },
  );
});
