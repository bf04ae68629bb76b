/** The page's life as subscriptions; each returns its unsubscribe. */
export interface Page {
  isVisible(): boolean;
  onVisibility(listener: (isVisible: boolean) => void): () => void;
  /** `online`, `pageshow` from the back-forward cache, `resume`: the line may be back. */
  onWake(listener: () => void): () => void;
  /** The browser knows that nothing can be reached. Its opposite proves nothing: see `onWake`. */
  onOffline(listener: () => void): () => void;
  /** `pagehide`: sockets are let go here and taken again on wake. */
  onHide(listener: (isKept: boolean) => void): () => void;
}
