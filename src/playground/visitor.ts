import { createFaultyLine, type FaultyLine } from './faulty-network.ts';

declare global {
  interface Window {
    /** What this page reaches the service by; whoever frames it lets it fail. */
    playgroundLine?: FaultyLine;
  }
}

// Before the tag is in: the chat takes what it finds here for the browser's own.
const fetchReally = window.fetch.bind(window);
const line = createFaultyLine({
  fetch: (request) => fetchReally(request),
  WebSocket: window.WebSocket,
  after(delayMs, task) {
    const timer = setTimeout(task, delayMs);
    return () => clearTimeout(timer);
  },
});
Object.assign(window, {
  playgroundLine: line,
  fetch: (...asked: ConstructorParameters<typeof Request>) => line.fetch(new Request(...asked)),
  WebSocket: line.WebSocket,
});
