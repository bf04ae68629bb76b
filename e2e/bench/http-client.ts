import { Agent, request } from 'node:http';

/** As little of a client as there can be, since it shares the machine with what it measures. */
export type HttpClient = {
  send(
    method: string,
    url: string,
    headers?: Record<string, string>,
    body?: unknown,
  ): Promise<{ status: number; text: string }>;
  close(): void;
};

export function createHttpClient(): HttpClient {
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  return {
    send: (method, url, headers = {}, body) =>
      new Promise((resolve, reject) => {
        const text = body === undefined ? undefined : JSON.stringify(body);
        const length =
          text === undefined
            ? {}
            : { 'content-type': 'application/json', 'content-length': `${Buffer.byteLength(text)}` };
        const asking = request(url, { agent, method, headers: { ...headers, ...length } }, (answer) => {
          let heard = '';
          answer.setEncoding('utf8');
          answer.on('data', (part: string) => {
            heard += part;
          });
          answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text: heard }));
        });
        asking.on('error', reject);
        asking.end(text);
      }),
    close: () => agent.destroy(),
  };
}
