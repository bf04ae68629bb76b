import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addAgent, administer } from '../../../../testing/harness/admin-seed.ts';
import { type InProcessServer, startInProcessServer } from '../../../../testing/harness/in-process-server.ts';
import type { TestAgent } from '../../../../testing/harness/test-agent.ts';
import { allPermissions } from '../../../domain/permissions.ts';

let server: InProcessServer;
let administrator: TestAgent;
beforeAll(async () => {
  server = await startInProcessServer();
  administrator = await addAgent(server, { name: 'Bo', permissions: allPermissions, capacity: 0 });
});
afterAll(() => server.stop());

type Entry = { actor: { name: string }; action: string; subject: { kind: string; name: string } };
type Page = { entities: Entry[]; next?: string };

const say = ({ actor, action, subject }: Entry) => `${actor.name} ${action} ${subject.kind} ${subject.name}`;
const file = async (format: 'csv' | 'json') => {
  const headers = { Authorization: `Bearer ${administrator.token}` };
  return server.fetch(`/api/v2/audits?format=${format}`, { headers });
};
/** Entries as an act leaves them, so many at one moment. */
const fill = (names: readonly string[], organization_id = server.seed.organizationId) =>
  administer(server, (db) => {
    const by = { actor_kind: 'user', actor_id: 'u', actor_name: 'Al' } as const;
    const act = { ...by, organization_id, at: 1000, action: 'created', subject_kind: 'queue', subject_id: 'q' };
    const rows = names.map((subject_name) => ({ ...act, subject_name, id: randomUUID() }));
    return db.insertInto('audit_entry').values(rows).execute();
  });

test('each act stands with who did it and under its name of then, the newest first', async () => {
  const cy = await addAgent(server, { name: 'Cy', permissions: allPermissions, capacity: 0 });
  const made = await administrator.call('POST', '/api/v2/responses', { shortcut: 'hi', body: 'Hello' });
  const path = `/api/v2/responses/${(made.body as { id: string }).id}`;
  await server.elapse(1);
  await cy.call('PUT', path, { shortcut: 'hey', body: 'Hello' });
  await server.elapse(1);
  await administrator.call('DELETE', path);

  const { entities } = (await administrator.call('GET', '/api/v2/audits')).body as Page;

  expect(entities.map(say)).toEqual([
    'Bo removed canned reply hey',
    'Cy changed canned reply hey',
    'Bo created canned reply hi',
  ]);
});

test('another organization’s entries are not listed', async () => {
  const other = randomUUID();
  await administer(server, (db) =>
    db.insertInto('organization').values({ id: other, name: 'Other', created_at: 1 }).execute(),
  );
  await fill(['Theirs'], other);

  const { entities } = (await administrator.call('GET', '/api/v2/audits')).body as Page;

  expect(entities.map(say).join()).not.toContain('Theirs');
});

test('a thousand acts of one moment come page by page, each once, and whole as a file', async () => {
  const names = Array.from({ length: 1_050 }, (_, index) => `Queue ${index}`);
  await fill(names);

  const paged: string[] = [];
  for (let next: string | undefined = '/api/v2/audits'; next; ) {
    const page: Page = (await administrator.call('GET', next)).body as Page;
    paged.push(...page.entities.filter(({ actor }) => actor.name === 'Al').map(({ subject }) => subject.name));
    next = page.next;
  }
  expect(paged.toSorted()).toEqual(names.toSorted());

  const json = await file('json');
  expect(json.headers.get('Content-Disposition')).toBe('attachment; filename="audit.json"');
  const whole = (await json.json()) as Entry[];
  expect(whole.filter(({ actor }) => actor.name === 'Al')).toHaveLength(names.length);
  const lines = (await (await file('csv')).text()).trimEnd().split('\r\n');
  expect(lines).toHaveLength(whole.length + 1);
});

test('no cell of the table is run as a formula', async () => {
  const formulas = ['=1+1', '+1', '-1', '@SUM(1)', '\t=1', '\r=1'];
  await fill(formulas);

  const csv = await (await file('csv')).text();

  for (const formula of formulas) {
    expect(csv).toContain(`'${formula}`);
    expect(csv).not.toContain(`,${formula}`);
    expect(csv).not.toContain(`,"${formula}`);
  }
});
