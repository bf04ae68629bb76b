export type MemberRole = 'agent' | 'customer' | 'workflow' | 'acd';

/** `away` is a lost line that may come back; `left` is for good. */
export type Presence = 'alerting' | 'connected' | 'away' | 'left';

export type Member = {
  id: string;
  role: MemberRole;
  displayName: string;
  avatarUrl: string | undefined;
  presence: Presence;
};

/** What a visitor or the page tells about the visitor before a chat starts. */
export type GuestDetails = {
  displayName: string;
  firstName?: string;
  lastName?: string;
  email?: string;
  phoneNumber?: string;
  avatarImageUrl?: string;
  customFields?: Record<string, string>;
};
