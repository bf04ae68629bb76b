/** Tells the host page what is about to happen; false where it wants to see to that itself. */
export const tellPage = (from: EventTarget, type: string, detail: object): boolean =>
  from.dispatchEvent(
    new CustomEvent(`porchlight:${type}`, { bubbles: true, composed: true, cancelable: true, detail }),
  );
