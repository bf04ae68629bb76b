/** To whom a chat can be handed over: everybody who works in a queue, or one person. */
export type TransferTarget =
  | { type: 'queue'; id: string; name: string }
  | { type: 'person'; id: string; name: string; isOnQueue: boolean };
