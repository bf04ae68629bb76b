import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import type { Context } from 'hono';

/** A file as it is kept in memory: read, measured and packed once, at start. */
export type StaticFile = { type: string; etag: string; plain: Bytes; gzip?: Bytes; br?: Bytes };
export type StaticFiles = ReadonlyMap<string, StaticFile>;
type Bytes = Uint8Array<ArrayBuffer>;

const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};
const packed = /^(text|application|image\/svg)/;

/** Every file under a folder, by its path in it with `/`; none where there is no such folder. */
export async function loadFolder(folder: string): Promise<StaticFiles> {
  const entries = await Promise.all(
    listFiles(folder).map(async (path) => {
      const name = relative(folder, path).split(sep).join('/');
      return [name, await staticFile(readFileSync(path), types[extname(path)] ?? 'application/octet-stream')] as const;
    }),
  );
  return new Map(entries);
}

/** Answers with what the browser can unpack, or with 304. Never from the disk, so no path can lead astray. */
export function sendFile(c: Context, file: StaticFile, headers: Record<string, string>): Response {
  const all: Record<string, string> = {
    ...headers,
    ETag: file.etag,
    Vary: 'Accept-Encoding',
    'X-Content-Type-Options': 'nosniff',
  };
  if (c.req.header('If-None-Match')?.includes(file.etag)) return new Response(null, { status: 304, headers: all });
  all['Content-Type'] = file.type;
  const accepted = c.req.header('Accept-Encoding') ?? '';
  for (const encoding of ['br', 'gzip'] as const) {
    const body = file[encoding];
    if (body === undefined || !new RegExp(`\\b${encoding}\\b(?!\\s*;\\s*q=0(\\.0*)?\\s*(,|$))`).test(accepted))
      continue;
    return new Response(body, { headers: { ...all, 'Content-Encoding': encoding } });
  }
  return new Response(file.plain, { headers: all });
}

function listFiles(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return [];
    throw thrown;
  }
}

async function staticFile(content: Buffer, type: string): Promise<StaticFile> {
  const etag = `W/"${createHash('sha256').update(content).digest('base64url').slice(0, 22)}"`;
  const plain = new Uint8Array(content);
  if (!packed.test(type)) return { type, etag, plain };
  const [zipped, brotli] = await Promise.all([promisify(gzip)(plain, { level: 9 }), promisify(brotliCompress)(plain)]);
  return { type, etag, plain, gzip: new Uint8Array(zipped), br: new Uint8Array(brotli) };
}
