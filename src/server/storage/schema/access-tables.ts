/** Credentials and sessions, and the counts of failed sign-ins. */

export interface SigningKeyTable {
  kid: string;
  private_jwk: string;
  created_at: number;
  /** A replaced key verifies until then; null while it signs. */
  ends_at: number | null;
}

/** A link that can be used once to choose a password. */
export interface InviteTable {
  token_hash: string;
  user_id: string;
  expires_at: number;
}

export interface ConsoleSessionTable {
  id_hash: string;
  user_id: string;
  created_at: number;
  expires_at: number;
}

export interface LoginFailureTable {
  /** Whatever attempts are counted by: an address or a name. */
  subject: string;
  failures: number;
  first_at: number;
  locked_until: number | null;
}

/** Opens the socket of one channel once, for who is signed in to this session. */
export interface TicketTable {
  secret_hash: string;
  channel_id: string;
  session_id_hash: string;
  expires_at: number;
}
