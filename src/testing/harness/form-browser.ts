/** A page as a browser without scripts has it. */
export type TestPage = { url: string; html: string };

/** Cookies, redirects and forms over real requests: as much of a browser as a sign-in elsewhere needs. */
export type TestBrowser = {
  /** Every address it was sent to. */
  visited: string[];
  fetch(address: string, init?: RequestInit): Promise<Response>;
  /** Redirects to this path are shown, not followed; without one all are followed again. */
  stopAt(path?: string): void;
  open(address: string): Promise<TestPage>;
  /** The first form of the page, with its hidden fields. */
  submit(page: TestPage, fields: Record<string, string>): Promise<TestPage>;
};

export function createBrowser(): TestBrowser {
  const jar = new Map<string, Map<string, string>>();
  const visited: string[] = [];
  // Nothing is built here: the console's page itself is not served, and its address is all that counts.
  const unserved = '/console/';
  let last: string | undefined;

  async function ask(address: string, init: RequestInit = {}): Promise<Response> {
    const url = new URL(address);
    const cookies = jar.get(url.host) ?? new Map<string, string>();
    jar.set(url.host, cookies);
    const headers = new Headers(init.headers);
    headers.set('Cookie', [...cookies].map((pair) => pair.join('=')).join('; '));
    const answer = await fetch(url, { ...init, headers });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    return answer;
  }

  async function follow(address: string, init: RequestInit = {}): Promise<TestPage> {
    visited.push(address);
    const answer = await ask(address, { ...init, redirect: 'manual' });
    const location = answer.headers.get('Location');
    if (location === null) return { url: address, html: await answer.text() };
    await answer.body?.cancel();
    const next = new URL(location, address);
    return [unserved, last].includes(next.pathname) ? { url: next.href, html: '' } : follow(next.href);
  }

  return {
    visited,
    fetch: ask,
    stopAt(path) {
      last = path;
    },
    open: (address) => follow(address),
    submit({ url, html }, fields) {
      const [, action = ''] = /<form[^>]* action="([^"]*)"/.exec(html) ?? [];
      const hidden = html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g);
      const given = [...hidden].map(([, name = '', value = '']) => [name, value]);
      const body = new URLSearchParams([...given, ...Object.entries(fields)]);
      return follow(new URL(action, url).href, { method: 'POST', body });
    },
  };
}
