import { createFaultyNetwork, type FaultyNetwork } from './faulty-network.ts';

declare global {
  interface Window {
    /** The network that this page uses; the framing page injects its faults. */
    playgroundNetwork?: FaultyNetwork;
  }
}

// Before the tag is in: the chat takes what it finds here for the browser's own.
const realFetch = window.fetch.bind(window);
const network = createFaultyNetwork({
  fetch: (request) => realFetch(request),
  WebSocket: window.WebSocket,
  after(delayMs, task) {
    const timer = setTimeout(task, delayMs);
    return () => clearTimeout(timer);
  },
});
Object.assign(window, {
  playgroundNetwork: network,
  fetch: (...asked: ConstructorParameters<typeof Request>) => network.fetch(new Request(...asked)),
  WebSocket: network.WebSocket,
});
