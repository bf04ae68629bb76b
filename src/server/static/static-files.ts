import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import type { Context } from 'hono';

/** A file in memory: read and hashed at start, compressed at the first request for an encoding. */
export type StaticFile = { type: string; etag: string; plain: Bytes; pack?(encoding: Encoding): Promise<Bytes> };
export type StaticFiles = ReadonlyMap<string, StaticFile>;
type Bytes = Uint8Array<ArrayBuffer>;
type Encoding = 'br' | 'gzip';

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
export function loadFolder(folder: string): StaticFiles {
  const entries = listFiles(folder).map((path) => {
    const name = relative(folder, path).split(sep).join('/');
    return [name, staticFile(readFileSync(path), types[extname(path)] ?? 'application/octet-stream')] as const;
  });
  return new Map(entries);
}

/** Answers with what the browser can unpack, or with 304. Never from the disk, so no path can lead astray. */
export async function sendFile(c: Context, file: StaticFile, headers: Record<string, string>): Promise<Response> {
  const all: Record<string, string> = {
    ...headers,
    ETag: file.etag,
    Vary: 'Accept-Encoding',
    'X-Content-Type-Options': 'nosniff',
  };
  if (c.req.header('If-None-Match')?.includes(file.etag)) return new Response(null, { status: 304, headers: all });
  all['Content-Type'] = file.type;
  const accepted = c.req.header('Accept-Encoding') ?? '';
  const encoding = (['br', 'gzip'] as const).find((one) =>
    new RegExp(`\\b${one}\\b(?!\\s*;\\s*q=0(\\.0*)?\\s*(,|$))`).test(accepted),
  );
  if (file.pack && encoding) {
    return new Response(await file.pack(encoding), { headers: { ...all, 'Content-Encoding': encoding } });
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

function staticFile(content: Buffer, type: string): StaticFile {
  const etag = `W/"${createHash('sha256').update(content).digest('base64url').slice(0, 22)}"`;
  const plain = new Uint8Array(content);
  return packed.test(type) ? { type, etag, plain, pack: packer(plain) } : { type, etag, plain };
}

/** Packs once and keeps it. All files of several builds at each start would cost it a second. */
function packer(plain: Bytes) {
  const made = new Map<Encoding, Promise<Bytes>>();
  return (encoding: Encoding): Promise<Bytes> => {
    const known = made.get(encoding);
    if (known) return known;
    const making = encoding === 'br' ? promisify(brotliCompress)(plain) : promisify(gzip)(plain, { level: 9 });
    const bytes = making.then((packed) => new Uint8Array(packed));
    made.set(encoding, bytes);
    return bytes;
  };
}
