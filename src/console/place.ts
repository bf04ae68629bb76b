/** Where in the console one is. The address says it, so that a reload, Back and a bookmark lead there again. */
export type Place =
  | { room: 'chats'; chatId: string | undefined }
  | { room: 'history'; chatId: string | undefined }
  | { room: 'admin'; path: readonly string[] };

/** An address nobody gave out leads to the chats. */
export function readPlace(hash: string): Place {
  const [room, ...path] = hash
    .replace(/^#?\/?/, '')
    .split('/')
    .filter(Boolean)
    .map(readPart);
  if (room === 'admin') return { room, path };
  return { room: room === 'history' ? room : 'chats', chatId: path[0] };
}

export function hashOf(place: Place): string {
  const path = place.room === 'admin' ? place.path : place.chatId === undefined ? [] : [place.chatId];
  return `#/${[place.room, ...path.map(encodeURIComponent)].join('/')}`;
}

function readPart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    // A percent sign somebody typed: it stands for itself.
    return part;
  }
}
