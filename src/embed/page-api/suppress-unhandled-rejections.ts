/**
 * The pasted snippet hands out its promises before we are there, so nobody could mark them as left alone: our own
 * refusals, wherever they went, raise no error of the page. Returns what marks one.
 */
export function quietRejections(life: AbortSignal): <Reason>(reason: Reason) => Reason {
  const ours = new WeakSet<object>();
  const onUnhandled = (event: PromiseRejectionEvent) => {
    if (!(event.reason instanceof Error) || !ours.has(event.reason)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  window.addEventListener('unhandledrejection', onUnhandled, { capture: true, signal: life });
  return (reason) => {
    if (reason instanceof Error) ours.add(reason);
    return reason;
  };
}
