import { createServer as createNetServer } from 'node:net';
import preact from '@preact/preset-vite';
import { createServer } from 'vite';
import { buildIfChanged } from './build/build.mjs';
import { CommandError, log } from './log.mjs';
import { root } from './paths.mjs';
import { run } from './spawn.mjs';

/** The service, restarted when it changes, behind a server that gives browsers the sources as they are written. */
export async function dev() {
  // The service wants a build to serve; the sources in front of it are what counts here.
  await buildIfChanged().catch((error) => log(`${error.message}; going on with the sources alone`));
  process.env.NODE_ENV = 'development';
  const host = process.env.HOST ?? '127.0.0.1';
  const port = Number(process.env.PORT ?? 8080);
  const inner = await freePort();

  const front = await createServer(frontConfig({ host, port, inner }));
  await front.listen().catch(async (error) => {
    await front.close();
    throw new CommandError(`${error.message}. Set PORT to another.`);
  });
  log(`hot reload in front of the service, which is on port ${inner} itself`);
  try {
    const env = { ...process.env, HOST: '127.0.0.1', PORT: String(inner) };
    // The service prints its own address; people open the one of the server in front.
    const transformOutput = (text) => text.replaceAll(`http://127.0.0.1:${inner}/`, `http://${host}:${port}/`);
    const args = ['--watch', '--watch-preserve-output', '--disable-warning=ExperimentalWarning'];
    return await run(process.execPath, [...args, `${root}/src/server/main.ts`], { env, transformOutput });
  } finally {
    await front.close();
  }
}

function frontConfig({ host, port, inner }) {
  return {
    root,
    configFile: false,
    mode: 'development',
    appType: 'custom',
    publicDir: false,
    plugins: [preact({ devToolsEnabled: false, reactAliasesEnabled: false }), sources()],
    define: {
      __PORCHLIGHT_BUILD__: JSON.stringify('development'),
      __PORCHLIGHT_WIDGET_INTEGRITY__: JSON.stringify(''),
      __PORCHLIGHT_CHAT_INTEGRITY__: JSON.stringify(''),
      __PORCHLIGHT_LATER_INTEGRITY__: JSON.stringify(''),
      __PORCHLIGHT_LANGUAGES__: JSON.stringify('sources'),
      __PORCHLIGHT_PAGE_INTEGRITY__: JSON.stringify(''),
      __PORCHLIGHT_FILE__: JSON.stringify('porchlight.js'),
    },
    optimizeDeps: { entries: ['src/embed/loader/main.ts', 'src/embed/widget/main.ts', 'src/console/main.tsx'] },
    server: {
      host,
      port,
      strictPort: true,
      // Vite's own socket must not be taken for the service's.
      hmr: { path: '/@vite/socket' },
      proxy: {
        // Everything but the sources and what Vite makes of them. The Host stays, as the service checks it.
        '^/(?!@|src/|node_modules/|console(/(?!\\?demo=)|$)|porchlight\\.js|porchlight/development/)': {
          target: `http://127.0.0.1:${inner}`,
          ws: true,
          configure: (proxy) => proxy.on('error', (error) => log(`the service does not answer: ${error.message}`)),
        },
      },
    },
  };
}

/** The same addresses as in production, answered from `src/`. */
function sources() {
  return {
    name: 'porchlight:sources',
    configureServer(server) {
      server.middlewares.use(async (request, response, next) => {
        const { pathname } = new URL(request.url ?? '/', 'http://localhost');
        if (pathname === '/porchlight.js') return sendScript(response, loaderScript);
        const source = fetchedSources[pathname.replace('/porchlight/development/', '')];
        if (source) return sendScript(response, `export * from '${source}';\n`);
        if (pathname === '/console') return redirect(response, '/console/');
        if (pathname !== '/console/') return next();
        try {
          const page = await consolePage(server);
          response.setHeader('Content-Type', 'text/html; charset=utf-8').end(page);
        } catch (error) {
          next(error);
        }
      });
    },
  };
}

/**
 * A classic script, as the tag promises; the sources are modules. `currentScript` is null by the time they run. Vite's
 * client has to come first: it sets the constants a build would put in.
 */
const loaderScript = `const origin = new URL(document.currentScript.src).origin;
import(origin + '/@vite/client').then(() => import(origin + '/src/embed/loader/main.ts'));
`;
/** What the loader fetches from beside itself; the widget imports its own files from the sources. */
const fetchedSources = { 'widget.js': '/src/embed/widget/main.ts', 'page.js': '/src/embed/page-api/main.ts' };

async function consolePage(server) {
  const { readFile } = await import('node:fs/promises');
  const html = await readFile(`${root}/src/console/index.html`, 'utf8');
  const fromSources = html.replace(/(src|href)="(?:\.?\/)?([^":]+\.(?:tsx?|css|svg))"/g, '$1="/src/console/$2"');
  return server.transformIndexHtml('/src/console/index.html', fromSources);
}

function sendScript(response, text) {
  response.setHeader('Content-Type', 'text/javascript; charset=utf-8');
  response.setHeader('Access-Control-Allow-Origin', '*');
  response.setHeader('Cache-Control', 'no-store');
  response.end(text);
}

function redirect(response, location) {
  response.writeHead(302, { Location: location }).end();
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createNetServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
