/** Where a chat may be started, as an administrator sets it up. */
export type Deployment = {
  /** Empty until it is saved. */
  id: string;
  name: string;
  description: string;
  /** Host names; none means any. */
  allowedDomains: readonly string[];
  isDisabled: boolean;
  /** Only visitors with data signed by the site may start a chat. */
  isAuthenticationRequired: boolean;
  authenticationUrl: string;
  /** For clients of the vendor's that draw by it; ours do not. Empty says nothing. */
  skin: string;
  /** Its name in another system; stored and returned unchanged. */
  flow: { id: string; name: string } | undefined;
  /** How many days its chats stay after their end; without it they stay. */
  retentionDays: number | undefined;
  /** Whether the priority that a visitor's page asks for counts. */
  isPriorityAccepted: boolean;
  /** Where its chats go, whatever queue the tag names. */
  queueId: string | undefined;
  version: number | undefined;
};
export type Queue = { id: string; name: string; memberIds: readonly string[]; version: number | undefined };
export type Person = {
  id: string;
  name: string;
  email: string;
  isAdministrator: boolean;
  isInvited: boolean;
  /** How many chats they take at a time. */
  capacity: number;
  skills: readonly string[];
  languages: readonly string[];
  version: number | undefined;
};
/** A prepared text for agents. Its id is empty until it is saved. */
export type CannedReply = { id: string; shortcut: string; body: string; version: number | undefined };
export type WrapupCode = { id: string; name: string; version: number | undefined };
/** A program that signs in with an id and a secret. */
export type Client = {
  id: string;
  name: string;
  /** The person it acts as; empty for none. */
  userId: string;
  permissions: readonly string[];
  version: number | undefined;
};
/** The id and secret of a client; the secret is shown once. */
export type Credentials = { id: string; secret: string };
/** The service's own code, for pages that run one version alone. */
export type Build = { name: string; loaderHash: string };
export type AuditEntry = { id: string; at: string; who: string; action: string; what: string; subjectId: string };
export type AuditPage = { entries: AuditEntry[]; hasMore: boolean };
/** What would miss a thing that is to be removed: so many chats, or something by its name. */
export type Reference = {
  kind: 'chat' | 'ended chat' | 'wrap-up' | 'queue' | 'deployment' | 'client';
  count: number;
  name: string;
};
export type ReferencedKind = 'queue' | 'deployment' | 'person' | 'code';
/** The personal data stored for an e-mail address. */
export type PersonalData = { email: string; count: number; json: string };
export type OrganizationSettings = { isDeploymentRequired: boolean; version: number | undefined };
export type Administrator = { organizationId: string; permissions: readonly string[] };

/** The number of a thing's state; undefined where the service named none. */
export type Version = number | undefined;

/** The service for an administrator. Every promise rejects with a `ChatError` and with nothing else. */
export interface AdminClient {
  /** Undefined for a user without administration rights. */
  whoAdministers(): Promise<Administrator | undefined>;
  findPerson(email: string): Promise<PersonalData>;
  deletePerson(email: string): Promise<void>;
  listDeployments(): Promise<Deployment[]>;
  saveDeployment(deployment: Deployment): Promise<Version>;
  removeDeployment(id: string): Promise<void>;
  listQueues(): Promise<Queue[]>;
  saveQueue(queue: Queue): Promise<Version>;
  removeQueue(id: string): Promise<void>;
  listPeople(): Promise<Person[]>;
  /** Returns the link for choosing a password. */
  invite(person: { name: string; email: string; isAdministrator: boolean }): Promise<string>;
  /** Returns another link; the one before becomes invalid. */
  inviteAgain(id: string): Promise<string>;
  /** Ends all their sign-ins at once. */
  signOut(id: string): Promise<void>;
  savePerson(person: Person): Promise<Version>;
  removePerson(id: string): Promise<void>;
  listReplies(): Promise<CannedReply[]>;
  saveReply(reply: CannedReply): Promise<Version>;
  removeReply(id: string): Promise<void>;
  listCodes(): Promise<WrapupCode[]>;
  saveCode(code: WrapupCode): Promise<Version>;
  removeCode(id: string): Promise<void>;
  listClients(): Promise<Client[]>;
  createClient(client: Client): Promise<Credentials>;
  saveClient(client: Client): Promise<Version>;
  /** The old secret and its sign-ins become invalid. */
  renewSecret(id: string): Promise<Credentials>;
  removeClient(id: string): Promise<void>;
  settings(): Promise<OrganizationSettings>;
  saveSettings(settings: OrganizationSettings): Promise<Version>;
  listReferences(kind: ReferencedKind, id: string): Promise<Reference[]>;
  /** Undefined where the service runs without a build. */
  build(): Promise<Build | undefined>;
  /** Newest first, from after the one of this id. */
  listAuditEntries(after?: string): Promise<AuditPage>;
  acceptInvitation(token: string, password: string): Promise<void>;
}
