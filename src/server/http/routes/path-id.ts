import type { Context } from 'hono';

/**
 * An id the path names, in the case it is kept in; empty, and so nobody's, where the path has none or one with NUL,
 * which one of the stores cannot be asked for.
 */
export function pathId(c: Context, name: string): string {
  const id = c.req.param(name)?.toLowerCase() ?? '';
  return id.includes('\u0000') ? '' : id;
}
