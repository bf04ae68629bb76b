/** Dispatches a cancelable event to the host page; false where a listener prevented it. */
export const dispatchHostEvent = (from: EventTarget, type: string, detail: object): boolean =>
  from.dispatchEvent(
    new CustomEvent(`porchlight:${type}`, { bubbles: true, composed: true, cancelable: true, detail }),
  );
