import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createStoredGuest, engines, openTestStore, type TestStore } from '../../../testing/harness/test-store.ts';
import { indexedWords, type SearchedField, searchTerms } from '../../domain/search-terms.ts';
import { tokenize } from '../../domain/tokenize.ts';
import type { Transaction } from '../transaction.ts';
import { selectSearchIndex } from './select-search-index.ts';

describe.each(engines)('the full text of %s', (engine) => {
  let store: TestStore;
  beforeAll(async () => {
    store = await openTestStore(engine);
  });
  afterAll(() => store.remove());

  const inOne = <Value>(work: (tx: Transaction) => Promise<Value>) =>
    store.withDatabase((db) => db.transaction().execute(work));

  /** A chat's id with these texts in the index. */
  async function indexed(texts: Partial<Record<SearchedField, string>>): Promise<string> {
    const { conversationId } = await createStoredGuest(store, 1);
    const words = Object.entries(texts).flatMap(([field, text]) => indexedWords(field as SearchedField, text));
    await inOne((tx) => selectSearchIndex(tx).add(tx, conversationId, words));
    return conversationId;
  }

  /** The chats that have every word of the query. */
  const found = (field: SearchedField, query: string) =>
    inOne(async (tx) => {
      const index = selectSearchIndex(tx);
      let select = tx.selectFrom('conversation').select('id');
      for (const term of searchTerms(field, query)) select = select.where('id', 'in', index.conversationsWith(term));
      return (await select.orderBy('id').execute()).map(({ id }) => id);
    });

  test('finds whole words of a text, whatever their case, accents and script', async () => {
    const texts: [text: string, query: string][] = [
      ['Wo ist die Große Straße', 'grosse'],
      ['Wo ist die grosse Gasse', 'GROẞE GASSE'],
      ['η Ελλάδα', 'ελλαδα'],
      ['do Łódź', 'lodz'],
      ['đẹp quá', 'dep'],
      ['配送はいつですか', '配送'],
      ['배송 조회', '배송'],
      ['ขอบคุณครับ', 'ขอบ'],
      ['צה"ל', 'צה"ל'],
    ];
    for (const [text, query] of texts) {
      const id = await indexed({ text });
      expect(await found('text', query), `${query} in ${text}`).toContain(id);
      await inOne((tx) => selectSearchIndex(tx).remove(tx, id));
      expect(await found('text', query), `${query} after its chat is gone`).not.toContain(id);
    }
  });

  test('finds no part of a word in a text, and names and addresses by their beginnings', async () => {
    const id = await indexed({ text: 'Hopping mad', name: 'Grace Hopper', email: 'grace.hopper@navy.example' });

    expect(await found('text', 'hopping')).toEqual([id]);
    for (const query of ['hop', 'hopper', 'grace', 'navy.example']) expect(await found('text', query)).toEqual([]);
    for (const query of ['hop', 'gr', 'hopper g', 'GRACE']) {
      expect(await found('name', query), query).toEqual(query === 'hopper g' ? [] : [id]);
    }
    for (const query of ['gr', 'grace.hop', 'navy', 'Grace.Hopper@navy.example']) {
      expect(await found('email', query), query).toEqual([id]);
    }
    for (const query of ['opper', 'hopping', 'hopper', 'mad']) expect(await found('email', query), query).toEqual([]);
    expect(await found('name', 'g')).toEqual([]);
  });

  test('finds a chat by words of different additions, and only where it has all of them', async () => {
    const id = await indexed({ text: 'alpha beta' });
    await inOne((tx) => selectSearchIndex(tx).add(tx, id, indexedWords('text', 'gamma')));
    await indexed({ text: 'alpha delta' });

    expect(await found('text', 'gamma alpha')).toEqual([id]);
    expect(await found('text', 'gamma delta')).toEqual([]);
  });

  test('finds each of thousands of words, with whatever signs there are in them', async () => {
    const signs = Array.from({ length: 0x3000 }, (_, code) => `a${String.fromCodePoint(code + 1)}b`);
    const letters = Array.from({ length: 500 }, (_, index) => `word${index}`);
    const words = tokenize([...signs, ...letters].join(' '));
    const { conversationId } = await createStoredGuest(store, 1);
    await inOne((tx) => selectSearchIndex(tx).add(tx, conversationId, words));

    const missing = await inOne(async (tx) => {
      const index = selectSearchIndex(tx);
      const absent: string[] = [];
      for (const word of words) {
        const select = tx.selectFrom('conversation').select('id').where('id', '=', conversationId);
        const row = await select
          .where('id', 'in', index.conversationsWith({ word, match: 'whole' }))
          .executeTakeFirst();
        if (!row) absent.push(word);
      }
      return absent;
    });

    expect(words.length).toBeGreaterThan(1000);
    expect(missing).toEqual([]);
  });

  test('compacts what deleted chats left, in steps that end', async () => {
    for (let count = 0; count < 40; count += 1) {
      const id = await indexed({ text: `common rare${count}` });
      if (count % 2) await inOne((tx) => selectSearchIndex(tx).remove(tx, id));
    }

    let steps = 0;
    while (!(await inOne((tx) => selectSearchIndex(tx).compact(tx))).isDone && steps < 100) steps += 1;

    expect(steps).toBeLessThan(100);
    expect(await found('text', 'common')).toHaveLength(20);
    expect(await found('text', 'rare1')).toEqual([]);
    expect(await found('text', 'rare2')).toHaveLength(1);
  });
});
