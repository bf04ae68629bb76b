import type { Context } from 'hono';

/** An id the path names, in the case it is kept in; empty, and so nobody's, where the path has none. */
export function pathId(c: Context, name: string): string {
  return c.req.param(name)?.toLowerCase() ?? '';
}
