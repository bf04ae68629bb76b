/** A signing key as it is kept. The newest signs; all that are good verify. */
export type SigningKey = { kid: string; privateJwk: string };

/** Which key signed a token; whether that is still good is for the store to say when the token is used. */
export type Signed = { kid: string };

/** Who a guest's or a stream's token speaks for. */
export type GuestClaims = { conversationId: string; memberId: string; deploymentId: string; organizationId: string };

/** Who an access token speaks for; with a `userId` its client acts as that user. */
export type AccessClaims = {
  clientId: string;
  organizationId: string;
  userId: string | undefined;
  permissions: string[];
  /** Which of the client's secrets it was given for; the first where it does not say. */
  secretNumber?: number | undefined;
};

/** What a site's own server has said of its user: good for one conversation. Times are Unix milliseconds. */
export type SignedDataClaims = {
  tokenId: string;
  organizationId: string;
  expiresAt: number;
  data: Record<string, unknown>;
} & Signed;
