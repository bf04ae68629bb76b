import { cancelableEvents, type EventDetails, type EventName, events, stickyEvents } from '../contract/events.ts';
import { refusal } from './rejection.ts';
import { named } from './validate-arguments.ts';

type Heard = { type: EventName; listener: unknown; stop(): void };

const isOneOf = (names: readonly EventName[], type: unknown) => names.some((name) => name === type);
const isEvent = (type: unknown): type is EventName => isOneOf(events, type);

/** The events of one chat's element: fires them, and keeps the sticky ones for who listens late. */
export function createListeners(element: HTMLElement, life: AbortSignal) {
  const sticky = new Map<EventName, CustomEvent>();
  let heard: Heard[] = [];

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
    if (!isEvent(type)) throw refusal('unknown.event', `Porchlight knows no event ${named(type)}`);
    if (typeof listener !== 'function') throw refusal('bad.argument', 'The listener has to be a function');
    const call = (event: Event) => {
      if (isOnce) stop();
      listener(event);
    };
    const stop = () => {
      element.removeEventListener(`porchlight:${type}`, call);
      heard = heard.filter((one) => one.stop !== stop);
    };
    element.addEventListener(`porchlight:${type}`, call, { signal: life });
    heard.push({ type, listener, stop });
    const past = sticky.get(type);
    // Later, as a promise would: who listens may not be done yet. Whoever stopped meanwhile hears nothing.
    if (past) queueMicrotask(() => heard.some((one) => one.stop === stop) && safely(call, past));
    return stop;
  }

  function unlisten(type: unknown, listener: unknown): void {
    for (const one of [...heard]) if (one.type === type && one.listener === listener) one.stop();
  }

  function unlistenAll(): void {
    for (const one of [...heard]) one.stop();
  }

  return { fire, listen, unlisten, unlistenAll };
}

/** A listener's own fault is reported as one, as that of any listener is. */
function safely(call: (event: Event) => void, event: Event): void {
  try {
    call(event);
  } catch (error) {
    reportError(error);
  }
}
