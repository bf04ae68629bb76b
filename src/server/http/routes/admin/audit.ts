import type { Hono } from 'hono';
import {
  type AuditEntityListing,
  AuditQuery,
  type AuditEntry as WireEntry,
} from '../../../../protocol/schema/administration.ts';
import { iso } from '../../../core/clock.ts';
import type { Services } from '../../../services/services.ts';
import type { AuditEntry } from '../../../storage/operations/audit.ts';
import { requirePermission, type StaffEnv } from '../../middleware/authenticate.ts';
import { readQuery } from '../../middleware/validate.ts';

const pageSize = 50;

/** Our own API: the audit, in pages or as one file. */
export function addAuditRoutes(routes: Hono<StaffEnv>, { storage }: Services): void {
  routes.get('/audits', async (c) => {
    requirePermission(c.var.staff, 'audits:audit:view');
    const { organizationId } = c.var.staff;
    const { after, format } = readQuery(c, AuditQuery);
    if (format === 'page') {
      const { entries, hasMore } = await storage.run('listAudit', { organizationId, after, most: pageSize });
      const last = entries.at(-1);
      const next = hasMore && last ? { next: `/api/v2/audits?after=${last.id}` } : {};
      return c.json({ entities: entries.map(presentAuditEntry), ...next } satisfies AuditEntityListing);
    }
    const all: AuditEntry[] = [];
    for (let hasMore = true; hasMore; ) {
      const page = await storage.run('listAudit', { organizationId, after: all.at(-1)?.id, most: 1000 });
      all.push(...page.entries);
      hasMore = page.hasMore;
    }
    c.header('Content-Disposition', `attachment; filename="audit.${format}"`);
    if (format === 'json') return c.json(all.map(presentAuditEntry));
    return c.body(toCsv(all), 200, { 'Content-Type': 'text/csv; charset=utf-8' });
  });
}

function presentAuditEntry(entry: AuditEntry): WireEntry {
  return {
    id: entry.id,
    timestamp: iso(entry.at),
    actor: { kind: entry.actor_kind, id: entry.actor_id, name: entry.actor_name },
    action: entry.action,
    subject: { kind: entry.subject_kind, id: entry.subject_id, name: entry.subject_name },
  };
}

const columns = ['timestamp', 'actor', 'actor name', 'action', 'kind', 'subject', 'subject name'];

function toCsv(entries: readonly AuditEntry[]): string {
  const rows = entries.map(({ at, actor_id, actor_name, action, subject_kind, subject_id, subject_name }) =>
    [iso(at), actor_id, actor_name, action, subject_kind, subject_id, subject_name].map(cell),
  );
  return [columns, ...rows].map((row) => `${row.join(',')}\r\n`).join('');
}

/** Spreadsheets run a cell that begins like a formula; an apostrophe makes it text. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
