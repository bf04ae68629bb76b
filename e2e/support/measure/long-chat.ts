import type { CDPSession, Page } from '@playwright/test';
import type { PorchlightService } from '../porchlight-service.ts';

/** The agent's side as a bot has it: says as much as is wanted, without a console. */
export class TalkativeAgent {
  readonly chatId: string;
  readonly #call: (path: string, body: unknown) => Promise<void>;
  readonly #messages: string;

  private constructor(chatId: string, call: (path: string, body: unknown) => Promise<void>, messages: string) {
    this.chatId = chatId;
    this.#call = call;
    this.#messages = messages;
  }

  /** Joins in as the demo's agent, who has accepted the one chat there is, or the one beside another. */
  static async in(service: PorchlightService, other?: string): Promise<TalkativeAgent> {
    const { client } = await service.demo();
    const answer = await fetch(`${service.origin}/oauth/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${client.id}:${client.secret}`).toString('base64')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    });
    const { access_token } = (await answer.json()) as { access_token: string };
    const headers = { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' };
    const url = (path: string) => `${service.origin}/api/v2/conversations${path}`;
    const get = async (path: string) => (await fetch(url(path), { headers })).json();
    const chats = (await get('/chats')) as { entities: { id: string }[] };
    const id = chats.entities.find((chat) => chat.id !== other)?.id ?? '';
    const { participants } = (await get(`/${id}`)) as {
      participants: { purpose: string; chats: { id: string; state: string }[] }[];
    };
    const mine = participants.find(({ purpose, chats: [chat] }) => purpose === 'agent' && chat?.state === 'connected');
    const post = async (path: string, body: unknown) => {
      const { ok, status } = await fetch(url(path), { method: 'POST', headers, body: JSON.stringify(body) });
      if (!ok) throw new Error(`${path} answered ${status}`);
    };
    return new TalkativeAgent(id, post, `/chats/${id}/communications/${mine?.chats[0]?.id}/messages`);
  }

  /** Says `line from` … `line to`, in order. */
  async say(from: number, to: number): Promise<void> {
    for (let line = from; line <= to; line++) await this.#sayLine(line);
  }

  /** Says them as fast as they are taken: only the last one is certain to come last. */
  async pour(from: number, to: number): Promise<void> {
    let line = from;
    const voice = async () => {
      while (line < to) await this.#sayLine(line++);
    };
    await Promise.all(Array.from({ length: 16 }, voice));
    await this.#sayLine(to);
  }

  sendMessage(body: string): Promise<void> {
    return this.#call(this.#messages, { body });
  }

  #sayLine(line: number): Promise<void> {
    return this.sendMessage(`line ${line}`);
  }
}

export type ChatWeight = { nodes: number; heapBytes: number; appendMs: number };

/** What a chat of this length weighs in the page: `append` makes `appended` more messages come and be drawn. */
export async function weigh(page: Page, devTools: CDPSession, append: () => Promise<void>, appended: number) {
  await devTools.send('HeapProfiler.collectGarbage');
  const before = await metrics(devTools);
  await append();
  const after = await metrics(devTools);
  const nodes = await page.evaluate(
    () => document.querySelector('porchlight-chat')?.shadowRoot?.querySelectorAll('*').length ?? 0,
  );
  const weight: ChatWeight = {
    nodes,
    heapBytes: before.JSHeapUsedSize ?? Number.NaN,
    appendMs: (((after.TaskDuration ?? Number.NaN) - (before.TaskDuration ?? Number.NaN)) * 1000) / appended,
  };
  return weight;
}

async function metrics(devTools: CDPSession): Promise<Record<string, number>> {
  const { metrics } = await devTools.send('Performance.getMetrics');
  return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
}
