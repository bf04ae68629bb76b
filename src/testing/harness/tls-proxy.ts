import { Agent } from 'node:https';
import { connect, type LookupFunction, type Socket } from 'node:net';
import { createServer } from 'node:tls';
import { withinLimit } from './within-limit.ts';

/** The names some clients insist on, `api.<host>` and `login.<host>`, on loopback under TLS. */
export type TlsProxy = {
  /** With its port, as those clients take their environment: `chat.example:1234`. */
  host: string;
  /** Finds both names on loopback and trusts the certificate. */
  agent: Agent;
  /** For clients that take no agent but these. */
  lookup: LookupFunction;
  certificate: string;
  stop(): Promise<void>;
};

/** Takes TLS off and passes what is inside on to `target`, the port of a server on loopback. */
export async function startTlsProxy(target: () => number): Promise<TlsProxy> {
  const open = new Set<Socket>();
  const server = createServer({ key, cert: certificate }, (outer) => {
    const inner = connect(target(), '127.0.0.1');
    outer.pipe(inner).pipe(outer);
    outer.on('error', () => inner.destroy());
    inner.on('error', () => outer.destroy());
  });
  // Before TLS is agreed on: a client that never says what it wants would hold the server open as well.
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const agent = new Agent({ ca: certificate, lookup });
  return {
    host: `chat.example:${port}`,
    agent,
    lookup,
    certificate,
    async stop() {
      agent.destroy();
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of open) socket.destroy();
      await withinLimit('a TLS proxy to close', closed);
    },
  };
}

const lookup: LookupFunction = (_name, options, found) => {
  if (options.all) found(null, [{ address: '127.0.0.1', family: 4 }]);
  else found(null, '127.0.0.1', 4);
};

/** Of api.chat.example and login.chat.example until 2126. It guards nothing: it is here for everybody to read. */
const certificate = `-----BEGIN CERTIFICATE-----
MIIBuDCCAV6gAwIBAgIUbeONuSPJX/QTFYKsO+swdyuOSEAwCgYIKoZIzj0EAwIw
FzEVMBMGA1UEAwwMY2hhdC5leGFtcGxlMCAXDTI2MTEyMzAxMDgzMloYDzIxMjYx
MDMwMDEwODMyWjAXMRUwEwYDVQQDDAxjaGF0LmV4YW1wbGUwWTATBgcqhkjOPQIB
BggqhkjOPQMBBwNCAASX0mdPAz2nT0XUqT2jtVuDIQNxiUJMKVuk6o9CyCzMya+j
hP0iJzSteURrVvqWa0YSubtz97mfjRaShMgvUFoko4GFMIGCMB0GA1UdDgQWBBT4
ZBieLrPl5XkP8nte904LpGLXuzAfBgNVHSMEGDAWgBT4ZBieLrPl5XkP8nte904L
pGLXuzAPBgNVHRMBAf8EBTADAQH/MC8GA1UdEQQoMCaCEGFwaS5jaGF0LmV4YW1w
bGWCEmxvZ2luLmNoYXQuZXhhbXBsZTAKBggqhkjOPQQDAgNIADBFAiEA5AcxJiIT
p5Qcvb/rY4PlAEGIeh0mdcrCl4XUhGJb5SECIBgqX3nIgOnyoSdbW+rjK0X90z8A
/zup+eYtN/oF4bRo
-----END CERTIFICATE-----`;
const key = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgLhxpCvhtSxqb+e/t
6hMUDG3yq3mZPv3u9wjraAWMGBehRANCAASX0mdPAz2nT0XUqT2jtVuDIQNxiUJM
KVuk6o9CyCzMya+jhP0iJzSteURrVvqWa0YSubtz97mfjRaShMgvUFok
-----END PRIVATE KEY-----`;
