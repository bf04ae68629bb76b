import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';

/**
 * `rightToLeft`: in Arabic. `swapping`: its links are fetched and the body is replaced by what came, as Turbo does.
 * `pinned`: its policy lets one script run, by the hash of its bytes. `published`: its policy is the one docs/embedding.md
 * gives to site owners.
 */
export type HostKind = 'plain' | 'hostile' | 'rightToLeft' | 'swapping' | 'pinned' | 'published';

export type Tag = {
  /** Where the script comes from. */
  origin: string;
  /** `data-*` attributes as they stand in the tag. */
  attributes: Record<string, string>;
};

/** By path. */
type Written = Map<string, { type: string; text: string }>;

const nonce = 'bm9uY2U';
const pages = {
  plain: plainPage,
  hostile: hostilePage,
  rightToLeft: rightToLeftPage,
  swapping: swappingPage,
  pinned: pinnedPage,
  published: publishedPage,
};

/** A web site of another origin than the service: a plain page or a hostile one. */
export class HostPage {
  readonly #server: Server;
  readonly #port: number;
  readonly #written: Written;

  private constructor(server: Server, port: number, written: Written) {
    this.#server = server;
    this.#port = port;
    this.#written = written;
  }

  static async serve(kind: HostKind, tag: Tag): Promise<HostPage> {
    const { body, policy } = await pages[kind](tag);
    const written: Written = new Map();
    const server = createServer((request, response) => {
      if (request.url?.startsWith('/favicon')) return response.writeHead(404).end();
      const file = written.get(request.url ?? '') ?? { type: 'text/html', text: body };
      const headers = { 'content-type': `${file.type}; charset=utf-8`, 'content-security-policy': policy };
      return response.writeHead(200, headers).end(file.text);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port to be had');
    return new HostPage(server, address.port, written);
  }

  /** `localhost` while the service is `127.0.0.1`: another site, not only another port. */
  get origin(): string {
    return `http://localhost:${this.#port}`;
  }

  get url(): string {
    return `${this.origin}/`;
  }

  /** One more page of this site, with this in its body; gives its address. */
  write(path: string, body: string): string {
    const head = '<meta charset="utf-8"><title>Our own page</title><link rel="icon" href="data:,">';
    this.#written.set(path, { type: 'text/html', text: `<!doctype html><html lang="en">${head}${body}</html>` });
    return this.origin + path;
  }

  /** A script of this site, as its own worker is. */
  writeScript(path: string, text: string): void {
    this.#written.set(path, { type: 'text/javascript', text });
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

async function plainPage(tag: Tag): Promise<{ body: string; policy: string }> {
  const body = `<!doctype html><html lang="en"><meta charset="utf-8"><title>A plain page</title>
<link rel="icon" href="data:,"><style>body { font: 16px serif; margin: 2em }</style>
<h1>A plain page</h1><p>With a <a href="/other">second page</a>.</p><input aria-label="Search this site">
${tagText(tag)}</html>`;
  return { body, policy: "object-src 'none'" };
}

async function rightToLeftPage(tag: Tag): Promise<{ body: string; policy: string }> {
  const body = `<!doctype html><html lang="ar" dir="rtl"><meta charset="utf-8"><title>صفحة</title>
<link rel="icon" href="data:,"><style>body { font: 16px serif; margin: 2em }</style>
<h1>صفحة عربية</h1><p>مع <a href="/other">صفحة ثانية</a>.</p>
${tagText(tag)}</html>`;
  return { body, policy: "object-src 'none'" };
}

/** The script runs again with each visit, since it stands in the body that is swapped in. */
async function swappingPage(tag: Tag): Promise<{ body: string; policy: string }> {
  const body = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A page that swaps</title>
<link rel="icon" href="data:,"><script>${swapBody}</script></head>
<body><h1>A page that swaps</h1><p>With a <a href="/other">second page</a>.</p>
${tagText(tag)}</body></html>`;
  return { body, policy: "object-src 'none'" };
}

/** What Turbo does with a visit, in short: fetch, replace the body, run its scripts again. */
const swapBody = `
addEventListener('click', async (event) => {
  const link = event.target.closest?.('a');
  if (!link) return;
  event.preventDefault();
  const text = await (await fetch(link.href)).text();
  const next = new DOMParser().parseFromString(text, 'text/html');
  history.pushState({}, '', link.href);
  const body = document.adoptNode(next.body);
  for (const old of body.querySelectorAll('script')) {
    const script = document.createElement('script');
    for (const { name, value } of old.attributes) script.setAttribute(name, value);
    old.replaceWith(script);
  }
  document.body.replaceWith(body);
  document.documentElement.dataset.visits = Number(document.documentElement.dataset.visits ?? 0) + 1;
});`;

async function hostilePage(tag: Tag): Promise<{ body: string; policy: string }> {
  const read = (name: string) => readFile(new URL(`../../public/hostile/${name}`, import.meta.url), 'utf8');
  const fill = (text: string) =>
    text
      // Tests find elements of the hostile page by their English names.
      .replace(
        /<script\s+async[\s\S]*?<\/script>/,
        tagText({ ...tag, attributes: { 'data-locale': 'en', ...tag.attributes } }),
      )
      .replaceAll('{{nonce}}', nonce)
      .replaceAll('{{origin}}', tag.origin)
      .replaceAll('{{socketOrigin}}', tag.origin.replace(/^http/, 'ws'));
  return { body: fill(await read('index.html')), policy: fill(await read('hostile-policy.txt')).trim() };
}

async function pinnedPage(tag: Tag): Promise<{ body: string; policy: string }> {
  const { build, integrity } = JSON.parse(await readFile(new URL('../../dist/build.json', import.meta.url), 'utf8'));
  const hash: string = integrity['porchlight.single.js'];
  const attributes = { integrity: hash, crossorigin: 'anonymous', ...tag.attributes };
  const body = `<!doctype html><html lang="en"><meta charset="utf-8"><title>A pinned page</title>
<link rel="icon" href="data:,"><h1>A page that runs one script</h1>
${tagText({ ...tag, attributes }, `porchlight/${build}/porchlight.single.js`)}</html>`;
  const policy = [
    "default-src 'none'",
    `script-src '${hash}'`,
    `connect-src ${tag.origin} ${tag.origin.replace(/^http/, 'ws')}`,
    'img-src data:',
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ];
  return { body, policy: policy.join('; ') };
}

async function publishedPage(tag: Tag): Promise<{ body: string; policy: string }> {
  const text = await readFile(new URL('../../docs/embedding.md', import.meta.url), 'utf8');
  const header = /^```\nContent-Security-Policy: ([^`]+)```$/m.exec(text)?.[1];
  if (!header) throw new Error('docs/embedding.md publishes no policy');
  const policy = header
    .replace(/\s+/g, ' ')
    .replaceAll('https://chat.example.com', tag.origin)
    .replaceAll('wss://chat.example.com', tag.origin.replace(/^http/, 'ws'));
  const body = `<!doctype html><html lang="en"><meta charset="utf-8"><title>A page by the book</title>
<h1>A page by the book</h1>
${tagText(tag)}</html>`;
  return { body, policy: policy.trim() };
}

function tagText({ origin, attributes }: Tag, file = 'porchlight.js'): string {
  const written = Object.entries(attributes).map(([name, value]) => ` ${name}="${value}"`);
  return `<script async src="${origin}/${file}"${written.join('')}></script>`;
}
