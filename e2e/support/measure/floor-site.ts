import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { build } from 'vite';

/** The least a lazy chat launcher can be: a button in a shadow root that fetches a window when it is pressed. */
const launcher = `
const host = document.createElement('floor-chat');
const root = host.attachShadow({ mode: 'open' });
const button = document.createElement('button');
button.textContent = 'Chat';
button.onclick = async () => (await import(new URL('window.js', src)).then(({ mount }) => mount(root)));
const src = document.currentScript.src;
root.append(button);
(document.body ? Promise.resolve() : new Promise((done) => addEventListener('DOMContentLoaded', done)))
  .then(() => document.body.append(host));
`;

/** The least a Preact window can be: a dialog with a title and a composer that takes the focus. */
const bareWindow = `
import { h, render } from 'preact';
export function mount(root) {
  const panel = document.createElement('div');
  root.append(panel);
  render(h('div', { role: 'dialog' }, h('h2', null, 'Chat'), h('textarea', { 'aria-label': 'Message' })), panel);
  root.querySelector('textarea').focus();
}
`;

/** A site of another origin with such a launcher in place of the tag: what ours is measured against. */
export class FloorSite {
  readonly #server: Server;
  readonly url: string;

  private constructor(server: Server, url: string) {
    this.#server = server;
    this.url = url;
  }

  static async serve(): Promise<FloorSite> {
    const files: Record<string, string> = { '/launcher.js': launcher, '/window.js': await bundle(bareWindow) };
    const server = createServer((request, response) => {
      const script = files[request.url ?? ''];
      const type = script === undefined ? 'text/html; charset=utf-8' : 'text/javascript';
      response.writeHead(200, { 'content-type': type, 'access-control-allow-origin': '*' });
      response.end(script ?? pageText(`http://127.0.0.1:${portOf(server)}`));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new FloorSite(server, `http://localhost:${portOf(server)}/`);
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

/** The plain host page, with another script. */
function pageText(origin: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>A plain page</title>
<link rel="icon" href="data:,"><style>body { font: 16px serif; margin: 2em }</style>
<h1>A plain page</h1><p>With a <a href="/other">second page</a>.</p><input aria-label="Search this site">
<script async src="${origin}/launcher.js"></script></html>`;
}

async function bundle(source: string): Promise<string> {
  const entry = 'virtual:floor';
  const result = await build({
    configFile: false,
    logLevel: 'warn',
    plugins: [
      { name: 'floor', resolveId: (id) => (id === entry ? id : null), load: (id) => (id === entry ? source : null) },
    ],
    build: { write: false, rolldownOptions: { input: entry, preserveEntrySignatures: 'strict' }, modulePreload: false },
  });
  const [output] = [result].flat();
  if (!output || !('output' in output)) throw new Error('nothing was built');
  return output.output[0].code;
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port to be had');
  return address.port;
}
