import { type Import, importsOf, type Sources } from './sources.ts';

/** The layers of the server that its rooms stand on, from below. */
const wire = ['protocol', 'lib'];
const rules = [...wire, 'server/core', 'server/domain'];
const store = [...rules, 'server/storage', 'server/auth'];
const services = [...store, 'server/services'];

/**
 * Which rooms a room may import from; a star means types only. A path belongs to the room with the longest name that it
 * begins with.
 */
const arrows: Record<string, readonly string[]> = {
  protocol: [],
  environment: [],
  chat: [],
  lib: [],
  'environment/browser': ['environment'],
  client: ['protocol', 'chat', 'environment', 'lib'],
  ui: ['chat', 'lib'],
  'chat-store': ['chat', 'client*', 'environment*', 'lib'],
  'embed/contract': [],
  'embed/loader': ['embed/contract'],
  'embed/page-api': ['embed/contract', 'embed/loader', 'lib'],
  'embed/chat-engine': ['chat-store', 'chat', 'embed/contract', 'lib', 'client*', 'environment*'],
  'embed/widget': ['embed/chat-engine', 'chat-store', 'ui', 'chat', 'embed/contract', 'lib', 'client*', 'environment*'],
  'embed/extras': ['embed/widget', 'chat-store', 'ui', 'chat', 'embed/contract', 'lib', 'environment*'],
  'embed/npm-package': [
    'embed/loader',
    'embed/page-api',
    'embed/widget',
    'embed/contract',
    'embed/chat-engine',
    'embed/extras',
    'chat-store',
    'chat',
  ],
  console: ['chat-store', 'ui', 'chat', 'embed/contract', 'lib', 'client*', 'environment*'],
  playground: ['embed/widget', 'embed/contract', 'client', 'chat-store*', 'chat'],
  'server/domain': wire,
  'server/core': [...wire, 'server/domain'],
  'server/storage': rules,
  'server/auth': [...rules, 'server/storage'],
  'server/services': store,
  'server/presenters': [...rules, 'server/storage'],
  'server/static': ['server/core'],
  'server/realtime': [...services, 'server/presenters'],
  'server/http': [...services, 'server/presenters', 'server/realtime', 'server/static'],
  'server/jobs': services,
  'server/cli': services,
  server: [
    ...services,
    'server/presenters',
    'server/static',
    'server/realtime',
    'server/http',
    'server/jobs',
    'server/cli',
  ],
};

/** Composition roots: the files where real things are joined, which therefore may take more than their room. */
const compositionRoots: { file: RegExp; rooms: readonly string[] }[] = [
  {
    file: /^(embed\/(widget|chat-engine)|console|playground)\/compose\.ts$/,
    rooms: ['client', 'environment', 'environment/browser', 'embed/chat-engine'],
  },
  // Fetches the file of code that is built from the other room.
  { file: /^embed\/widget\/lazy-extras\.ts$/, rooms: ['embed/extras'] },
  { file: /^embed\/npm-package\/store\.ts$/, rooms: ['client', 'environment', 'environment/browser', 'lib'] },
];

/** The npm packages of rooms that are kept free of them. */
const packages: Record<string, readonly string[]> = {
  protocol: ['valibot'],
  environment: [],
  chat: [],
  lib: [],
  'embed/contract': [],
  'embed/loader': [],
};

/** Every import that goes along no arrow, as `file imports target`. */
export function wrongArrows(sources: Sources): string[] {
  return [...sources].flatMap(([file, text]) =>
    importsOf(file, text)
      .filter((found) => !isAllowed(file, found))
      .map(({ target, isTypeOnly }) => `${file} imports ${target}${isTypeOnly ? ' (type)' : ''}`),
  );
}

function isAllowed(file: string, { target, isTypeOnly }: Import): boolean {
  const room = roomOf(file);
  const allowed = room === undefined ? undefined : arrows[room];
  if (room === undefined || allowed === undefined) return false;
  if (target.startsWith('npm:')) return isAllowedPackage(room, target.slice('npm:'.length));

  const other = roomOf(target);
  if (other === undefined) return false;
  return (
    other === room ||
    allowed.includes(other) ||
    (isTypeOnly && allowed.includes(`${other}*`)) ||
    compositionRoots.some((root) => root.file.test(file) && root.rooms.includes(other))
  );
}

function isAllowedPackage(room: string, name: string): boolean {
  if (name.startsWith('node:')) return room.startsWith('server');
  return packages[room]?.includes(name) ?? true;
}

function roomOf(path: string): string | undefined {
  const parts = path.split('/').slice(0, -1);
  for (let length = parts.length; length > 0; length -= 1) {
    const room = parts.slice(0, length).join('/');
    if (Object.hasOwn(arrows, room)) return room;
  }
  return undefined;
}
