/** The error of a verb that could not do its work; `code` is for programs (docs/javascript.md). */
export const rejection = (code: string, message: string, cause?: unknown) =>
  Object.assign(new Error(message, { cause }), { code });

/**
 * Keeps our own rejections from being reported as errors of the page. The pasted snippet hands out its promises before
 * this file is there, so no handler could be attached to them. Returns a function that marks a reason as ours.
 */
export function suppressUnhandledRejections(signal: AbortSignal): <Reason>(reason: Reason) => Reason {
  const ours = new WeakSet<object>();
  const onUnhandled = (event: PromiseRejectionEvent) => {
    if (!(event.reason instanceof Error) || !ours.has(event.reason)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  window.addEventListener('unhandledrejection', onUnhandled, { capture: true, signal });
  return (reason) => {
    if (reason instanceof Error) ours.add(reason);
    return reason;
  };
}
