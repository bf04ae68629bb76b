import type { SentMessage } from './delivery-log.ts';
import type { FaultyNetwork } from './faulty-network.ts';

/** The page in the frame, with the tag in it. */
export interface VisitorPage {
  readonly network: FaultyNetwork;
  /** Changes the pasted tag; empty takes the attribute out. */
  setAttribute(name: string, value: string): void;
  setSheet(address: string): void;
  setVariable(name: string, value: string): void;
  setDirection(direction: string): void;
  status(): string;
  conversationId(): string | undefined;
  start(): Promise<void>;
  send(text: string): void;
  /** Forgets the chat, so that another can begin. */
  reset(): Promise<void>;
  /** What stands in the chat, as the visitor sees it. */
  listShown(): SentMessage[];
  onWritten(listener: (text: string) => void): void;
}

/** Pastes the tag into a loaded frame. */
export function openVisitorPage(frame: HTMLIFrameElement, attributes: Readonly<Record<string, string>>): VisitorPage {
  const { contentWindow: page, contentDocument: content } = frame;
  const line = page?.playgroundNetwork;
  if (!page || !content || !line) throw new Error('The frame holds no visitor’s page');
  const tag = content.createElement('script');
  tag.async = true;
  tag.src = new URL('/porchlight.js', frame.src).href;
  for (const [name, value] of Object.entries(attributes)) if (value) tag.setAttribute(name, value);
  content.head.append(tag);
  const sheet = content.head.appendChild(content.createElement('link'));
  const element = () => content.querySelector<HTMLElement>('porchlight-chat');

  return {
    network: line,
    setAttribute(name, value) {
      if (value) tag.setAttribute(name, value);
      else tag.removeAttribute(name);
    },
    setSheet(address) {
      sheet.rel = 'stylesheet';
      if (address) sheet.href = address;
      else sheet.removeAttribute('href');
    },
    setVariable(name, value) {
      element()?.style.setProperty(name, value);
    },
    setDirection(direction) {
      content.documentElement.dir = direction;
    },
    status: () => page.Porchlight?.state.status ?? 'idle',
    conversationId: () => page.Porchlight?.state.conversationId,
    start: async () => page.Porchlight?.start(),
    send(text) {
      // The chat shows the result, and the log counts it.
      page.Porchlight?.send(text).catch(() => {});
    },
    reset: async () => page.Porchlight?.reset(),
    listShown() {
      const bubbles = element()?.shadowRoot?.querySelectorAll('[part~="bubble"]') ?? [];
      return [...bubbles].map((bubble) => ({
        author: bubble.part.contains('bubble-guest') ? 'visitor' : 'agent',
        text: bubble.textContent ?? '',
      }));
    },
    onWritten(listener) {
      content.addEventListener('porchlight:before-send', ({ detail }) => listener(detail.text));
    },
  };
}
