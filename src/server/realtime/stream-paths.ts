/** The addresses of the event streams; a secret follows as the last segment. */
const guestStreamPath = '/api/v2/webchat/guest/stream/';
const channelStreamPath = '/api/v2/notifications/stream/';

/** The address of a guest's stream below `base`, an origin such as `wss://chat.example.com`. */
export const guestStreamUri = (base: string, token: string) => `${base}${guestStreamPath}${token}`;

/** The address of a notification channel's stream; `secret` is the channel's id or a one-time ticket. */
export const channelStreamUri = (base: string, secret: string) => `${base}${channelStreamPath}${secret}`;

export type StreamAddress = { kind: 'guest'; token: string } | { kind: 'channel'; secret: string };

/** Which stream the path of a request asks for; undefined where it is no stream's address. */
export function parseStreamPath(path: string): StreamAddress | undefined {
  const token = secretAfter(path, guestStreamPath);
  if (token !== undefined) return { kind: 'guest', token };
  const secret = secretAfter(path, channelStreamPath);
  return secret === undefined ? undefined : { kind: 'channel', secret };
}

function secretAfter(path: string, prefix: string): string | undefined {
  const secret = path.startsWith(prefix) ? path.slice(prefix.length) : '';
  return secret === '' || secret.includes('/') ? undefined : secret;
}
