import { Window } from 'happy-dom';

const window = new Window({ url: 'http://localhost/console/' });

/**
 * A document beside Node's own fetch, Request and WebSocket, so that views can meet the real service in one process.
 * Import it before anything that touches the document.
 */
const names = [
  'document',
  'Node',
  'Element',
  'HTMLElement',
  'HTMLFormElement',
  'HTMLInputElement',
  'HTMLTextAreaElement',
  'SVGElement',
  'FormData',
  'MutationObserver',
  'ResizeObserver',
  'CSS',
  'getComputedStyle',
] as const;
for (const name of names)
  Object.defineProperty(globalThis, name, { value: window[name], configurable: true, writable: true });
Object.defineProperty(globalThis, 'window', { value: window, configurable: true });
