import { cancelableEvents, type EventDetails, type EventName, events, stickyEvents } from '../contract/events.ts';
import { rejection } from './rejections.ts';
import { describeValue } from './validate-arguments.ts';

type Registration = { type: EventName; listener: unknown; stop(): void };

const isOneOf = (names: readonly EventName[], type: unknown) => names.some((name) => name === type);
const isEvent = (type: unknown): type is EventName => isOneOf(events, type);

/** Fires the events of one chat's element, and replays the sticky ones to listeners that come late. */
export function createListeners(element: HTMLElement, signal: AbortSignal) {
  const sticky = new Map<EventName, CustomEvent>();
  let registrations: Registration[] = [];

  const make = (type: EventName, detail: unknown) =>
    new CustomEvent(`porchlight:${type}`, {
      detail,
      bubbles: true,
      composed: true,
      cancelable: isOneOf(cancelableEvents, type),
    });

  /** False where a listener prevented it. */
  function fire<Name extends EventName>(type: Name, detail: EventDetails[Name]): boolean {
    if (isOneOf(stickyEvents, type)) sticky.set(type, make(type, detail));
    return element.dispatchEvent(make(type, detail));
  }

  function listen(type: unknown, listener: unknown, isOnce: boolean): () => void {
    if (!isEvent(type)) throw rejection('unknown.event', `Porchlight knows no event ${describeValue(type)}`);
    if (typeof listener !== 'function') throw rejection('bad.argument', 'The listener has to be a function');
    const call = (event: Event) => {
      if (isOnce) stop();
      listener(event);
    };
    const stop = () => {
      element.removeEventListener(`porchlight:${type}`, call);
      registrations = registrations.filter((one) => one.stop !== stop);
    };
    element.addEventListener(`porchlight:${type}`, call, { signal });
    registrations.push({ type, listener, stop });
    const latest = sticky.get(type);
    // Asynchronously, since the caller may still be setting up; not to a listener that was removed meanwhile.
    if (latest) queueMicrotask(() => registrations.some((one) => one.stop === stop) && callSafely(call, latest));
    return stop;
  }

  function unlisten(type: unknown, listener: unknown): void {
    for (const one of [...registrations]) if (one.type === type && one.listener === listener) one.stop();
  }

  function unlistenAll(): void {
    for (const one of [...registrations]) one.stop();
  }

  return { fire, listen, unlisten, unlistenAll };
}

/** Reports the error of a listener to the page, as browsers do for every listener. */
function callSafely(call: (event: Event) => void, event: Event): void {
  try {
    call(event);
  } catch (error) {
    reportError(error);
  }
}
