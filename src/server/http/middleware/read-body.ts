import type { Context } from 'hono';
import { ApiError } from '../../core/api-error.ts';

/**
 * Reads a body as text. Throws 413 for more than `maxBytes`, without reading the rest; 400 `bad.request` where it is not
 * UTF-8; 408 `client.timeout` where the client disconnects before the end.
 */
export async function readText(c: Context, maxBytes: number): Promise<string> {
  const announced = Number(c.req.header('Content-Length') ?? Number.NaN);
  if (announced > maxBytes) throw tooLarge(maxBytes);
  try {
    const bytes = Number.isNaN(announced) ? await readBytes(c, maxBytes) : await readAnnounced(c);
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (thrown) {
    if (thrown instanceof TypeError) throw new ApiError('bad.request', 'The body is not UTF-8.');
    throw thrown;
  }
}

/** The HTTP parser delivers at most the announced length, so the body can be read at once, which is faster. */
async function readAnnounced(c: Context): Promise<ArrayBuffer> {
  try {
    return await c.req.raw.arrayBuffer();
  } catch {
    throw lost();
  }
}

async function readBytes(c: Context, maxBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of c.req.raw.body ?? []) {
      size += chunk.byteLength;
      if (size > maxBytes) break;
      chunks.push(chunk);
    }
  } catch {
    throw lost();
  }
  if (size > maxBytes) throw tooLarge(maxBytes);
  return Buffer.concat(chunks);
}

const tooLarge = (maxBytes: number) =>
  new ApiError('request.entity.too.large', `This request may have ${maxBytes} bytes.`);

/** Not a bug: visitors close pages in the middle of a request. */
const lost = () => new ApiError('client.timeout', 'The body did not arrive.');
