import { WebSocket } from 'ws';

/**
 * Watches the pings that this process sends from now on. The returned function waits until each was answered or its
 * socket is gone, at most `limitMs`: a peer that no longer answers is what some tests are about.
 */
export function watchPings(): (limitMs: number) => Promise<void> {
  const unanswered = new Set<WebSocket>();
  let onAnswered = () => {};
  const send = WebSocket.prototype.ping;
  WebSocket.prototype.ping = function (this: WebSocket, ...args: Parameters<typeof send>) {
    const answered = () => {
      this.off('pong', answered).off('close', answered);
      unanswered.delete(this);
      if (unanswered.size === 0) onAnswered();
    };
    unanswered.add(this);
    this.on('pong', answered).on('close', answered);
    return send.apply(this, args);
  } as typeof send;

  return (limitMs) =>
    new Promise((resolve) => {
      if (unanswered.size === 0) return resolve();
      const end = () => {
        clearTimeout(timer);
        // One that stayed silent is not waited for again.
        unanswered.clear();
        resolve();
      };
      const timer = setTimeout(end, limitMs);
      onAnswered = end;
    });
}
