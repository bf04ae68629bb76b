import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTestStore, type TestStore } from '../../../testing/harness/test-store.ts';

let store: TestStore;
beforeEach(async () => {
  store = await openTestStore('sqlite');
  await store.withDatabase((db) =>
    db.insertInto('organization').values({ id: 'o2', name: 'Other', created_at: 1 }).execute(),
  );
});
afterEach(() => store.remove());

type Claims = { subject: string; email?: string; issuer?: string };

const signIn = async (organization: string | undefined, { subject, email, issuer = 'https://a.example' }: Claims) => {
  const person = { name: subject, email, isEmailVerified: true, role: 'agent' } as const;
  const vouched = { issuer, subject, ...person };
  return (await store.storage.run('signInByProvider', { now: 2, organization, vouched })).value;
};

test('a person of one organization cannot sign in to another by the same provider', async () => {
  const ada = { subject: 'ada', email: 'ada@one.example' };
  expect(await signIn('Other', ada)).toMatchObject({ as: 'somebody' });

  expect(await signIn('Demo', ada)).toEqual({ as: 'nobody', because: 'taken' });
  // Nor by the address alone, from wherever.
  expect(await signIn('Demo', { ...ada, issuer: 'https://b.example' })).toEqual({ as: 'nobody', because: 'taken' });
});

test('where there are several organizations and none is configured, no one can sign in', async () => {
  expect(await signIn(undefined, { subject: 'ada' })).toEqual({ as: 'nobody', because: 'no-organization' });
});

test('one person may come by two providers, and is the same to both', async () => {
  const first = await signIn('Demo', { subject: 'ada', email: 'ada@one.example' });
  const second = await signIn('Demo', { subject: '7', email: 'ada@one.example', issuer: 'https://b.example' });

  expect(second).toEqual(first);
  expect(await signIn('Demo', { subject: '7', issuer: 'https://b.example' })).toEqual(first);
});
