export type MediaType = 'COBROWSE' | 'SCREENSHARE';
export type MediaRequestState = 'PENDING' | 'ACCEPTED' | 'DECLINED' | 'TIMEDOUT' | 'CANCELLED' | 'ERRORED';

/** An agent's question whether the visitor will share a page or a screen. */
export type MediaRequest = { id: string; types: MediaType[]; state: MediaRequestState };
