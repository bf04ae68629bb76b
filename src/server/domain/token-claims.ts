/** A signing key as stored. The newest one signs; every valid one verifies. */
export type SigningKey = { kid: string; privateJwk: string };

/** The key that signed a token. Whether it is still valid is looked up when the token is used. */
export type Signed = { kid: string };

/** The claims of a guest's or a stream's token. */
export type GuestClaims = { conversationId: string; memberId: string; deploymentId: string; organizationId: string };

/** The claims of an access token; with a `userId` its client acts as that user. */
export type AccessClaims = {
  clientId: string;
  organizationId: string;
  userId: string | undefined;
  permissions: string[];
  /** The number of the client's secret that it was issued for; 1 where absent. */
  secretNumber?: number | undefined;
};

/** A visitor's data as signed by the site's server, valid for one conversation. Times are Unix milliseconds. */
export type SignedDataClaims = {
  tokenId: string;
  organizationId: string;
  expiresAt: number;
  data: Record<string, unknown>;
} & Signed;
