/** What the history is narrowed by, as somebody wrote it: days as `2026-11-23`, the others as the service knows them. */
export type HistoryFilter = { readonly [name in FilterName]?: string };
export type FilterName = (typeof filterNames)[number];
export const filterNames = ['text', 'name', 'email', 'queueId', 'userId', 'deploymentId', 'from', 'to'] as const;

/** Where in the console one is. The address says it, so that a reload, Back and a bookmark lead there again. */
export type Place =
  | { room: 'chats'; chatId: string | undefined }
  | { room: 'history'; chatId: string | undefined; filter: HistoryFilter }
  | { room: 'admin'; path: readonly string[] };

/** An address nobody gave out leads to the chats. */
export function readPlace(hash: string): Place {
  const [whole = '', query = ''] = splitOnce(hash, '?');
  const [room, ...path] = whole
    .replace(/^#?\/?/, '')
    .split('/')
    .filter(Boolean)
    .map(readPart);
  if (room === 'admin') return { room, path };
  if (room === 'history') return { room, chatId: path[0], filter: readFilter(query) };
  return { room: 'chats', chatId: path[0] };
}

export function hashOf(place: Place): string {
  const path = place.room === 'admin' ? place.path : place.chatId === undefined ? [] : [place.chatId];
  const query = place.room === 'history' ? `${new URLSearchParams(written(place.filter))}` : '';
  return `#/${[place.room, ...path.map(encodeURIComponent)].join('/')}${query && `?${query}`}`;
}

function readFilter(query: string): HistoryFilter {
  const given = new URLSearchParams(query);
  return Object.fromEntries(written(Object.fromEntries(filterNames.map((name) => [name, given.get(name) ?? '']))));
}

/** One order and nothing empty: the same filter is the same address. */
const written = (filter: HistoryFilter): [FilterName, string][] =>
  filterNames.flatMap((name) => (filter[name] ? [[name, filter[name]]] : []));

function splitOnce(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

function readPart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    // A percent sign somebody typed: it stands for itself.
    return part;
  }
}
