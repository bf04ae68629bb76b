/** Filters of the history: days as `2026-11-23`, ids as the service gives them. */
export type HistoryFilter = { readonly [name in FilterName]?: string };
export type FilterName = (typeof filterNames)[number];
export const filterNames = ['text', 'name', 'email', 'queueId', 'userId', 'deploymentId', 'from', 'to'] as const;

/** A place in the console. The address holds it, so that a reload, Back and a bookmark lead there. */
export type Route =
  | { section: 'chats'; chatId: string | undefined }
  | { section: 'history'; chatId: string | undefined; filter: HistoryFilter }
  | { section: 'admin'; path: readonly string[] };

/** An unknown address leads to the chats. */
export function parseRoute(hash: string): Route {
  const [whole = '', query = ''] = splitOnce(hash, '?');
  const [section, ...path] = whole
    .replace(/^#?\/?/, '')
    .split('/')
    .filter(Boolean)
    .map(decodePart);
  if (section === 'admin') return { section, path };
  if (section === 'history') return { section, chatId: path[0], filter: parseFilter(query) };
  return { section: 'chats', chatId: path[0] };
}

export function formatRoute(place: Route): string {
  const path = place.section === 'admin' ? place.path : place.chatId === undefined ? [] : [place.chatId];
  const query = place.section === 'history' ? `${new URLSearchParams(filledFilters(place.filter))}` : '';
  return `#/${[place.section, ...path.map(encodeURIComponent)].join('/')}${query && `?${query}`}`;
}

function parseFilter(query: string): HistoryFilter {
  const given = new URLSearchParams(query);
  return Object.fromEntries(
    filledFilters(Object.fromEntries(filterNames.map((name) => [name, given.get(name) ?? '']))),
  );
}

/** In one order and without empty values: the same filter is the same address. */
const filledFilters = (filter: HistoryFilter): [FilterName, string][] =>
  filterNames.flatMap((name) => (filter[name] ? [[name, filter[name]]] : []));

function splitOnce(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    // A typed percent sign that encodes nothing is taken literally.
    return part;
  }
}
