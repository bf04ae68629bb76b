import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Context, Hono } from 'hono';
import { archiveBuild } from '../../../static/build-archive.ts';
import { loadFolder, type StaticFile, type StaticFiles, sendFile } from '../../../static/static-files.ts';
import { previewPage, previewPolicy } from './preview.ts';

/** The files of the build. Without a build they are empty, and the API still works. */
export type Assets = {
  build: string | undefined;
  /** The hash of each file of this build, for pages that pin one. */
  integrity: Readonly<Record<string, string>>;
  porchlight: StaticFiles;
  /** By build: this one and the few before it. */
  builds: ReadonlyMap<string, StaticFiles>;
  console: StaticFiles;
};

const fiveMinutes = 'public, max-age=300';
const forever = 'public, max-age=31536000, immutable';
/** Any page may load these, also a cross-origin isolated one. */
const forAnyPage = { 'Access-Control-Allow-Origin': '*', 'Cross-Origin-Resource-Policy': 'cross-origin' };

const consolePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data: https:",
  "font-src 'self'",
  "manifest-src 'self'",
  // The preview of the widget beside the snippet.
  "frame-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');
const consoleHeaders = {
  'Content-Security-Policy': consolePolicy,
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
};

/** Reads `dist`, and archives a copy of the build in `archiveFolder` for pages that stay open over an upgrade. */
export function loadAssets(dist: string, archiveFolder: string, warn?: (message: string) => void): Assets {
  const source = join(dist, 'porchlight');
  const [porchlight, consoleFiles] = [loadFolder(source), loadFolder(join(dist, 'console'))];
  if (porchlight.size === 0) {
    return { build: undefined, integrity: {}, porchlight, builds: new Map(), console: consoleFiles };
  }
  const { build, integrity } = readBuild(dist);
  return {
    build,
    integrity,
    porchlight,
    builds: archiveBuild(archiveFolder, { build, source, ...(warn && { warn }) }),
    console: consoleFiles,
  };
}

export function assetRoutes({ build, integrity, porchlight, builds, console: consoleFiles }: Assets): Hono {
  const routes = new Hono();
  const script = (c: Context, file: StaticFile | undefined, cacheControl: string) =>
    file ? sendFile(c, file, { ...forAnyPage, 'Cache-Control': cacheControl }) : c.notFound();
  const consoleFile = (c: Context, name: string, cacheControl: string) => {
    const file = consoleFiles.get(name);
    return file ? sendFile(c, file, { ...consoleHeaders, 'Cache-Control': cacheControl }) : c.notFound();
  };

  routes.get('/porchlight.js', (c) => script(c, porchlight.get('porchlight.js'), fiveMinutes));
  routes.get('/porchlight/current.js', (c) => script(c, porchlight.get('widget.js'), 'no-cache'));
  routes.get('/porchlight/integrity.json', (c) => c.json({ build, integrity }, 200, { 'Cache-Control': 'no-cache' }));
  routes.get('/porchlight/preview', (c) =>
    c.html(previewPage(c.req.query(), porchlight), 200, {
      'Content-Security-Policy': previewPolicy,
      'Cache-Control': 'no-store',
    }),
  );
  // What current.js fetches next to itself, and what pages that were opened before an upgrade fetch.
  routes.get('/porchlight/:file', (c) => script(c, porchlight.get(c.req.param('file')), 'no-cache'));
  routes.get('/porchlight/:build/:file', (c) =>
    script(c, builds.get(c.req.param('build'))?.get(c.req.param('file')), forever),
  );
  routes.get('/console', (c) => c.redirect('/console/', 308));
  routes.get('/console/', (c) => consoleFile(c, 'index.html', 'no-store'));
  // Every name under assets has a content hash.
  routes.get('/console/assets/:file', (c) => consoleFile(c, `assets/${c.req.param('file')}`, forever));
  routes.get('/console/:file', (c) => consoleFile(c, c.req.param('file'), 'no-cache'));
  return routes;
}

function readBuild(dist: string): { build: string; integrity: Record<string, string> } {
  const { build, integrity } = JSON.parse(readFileSync(join(dist, 'build.json'), 'utf8'));
  return { build: String(build), integrity: integrity ?? {} };
}
