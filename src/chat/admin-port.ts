/** Where a chat may be started, as an administrator sets it up. */
export type Deployment = {
  /** Empty until it is kept. */
  id: string;
  name: string;
  /** Host names; none means any. */
  allowedDomains: readonly string[];
  isDisabled: boolean;
  /** How many days its chats stay after their end; without it they stay. */
  retentionDays: number | undefined;
  version: number | undefined;
};
export type Queue = { id: string; name: string; memberIds: readonly string[] };
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
/** What agents say often. Its id is empty until it is kept. */
export type CannedReply = { id: string; shortcut: string; body: string; version: number | undefined };
export type WrapupCode = { id: string; name: string };
/** The service's own code, for pages that run one version alone. */
export type Build = { name: string; loaderHash: string };
export type Deed = { id: string; at: string; who: string; action: string; what: string };

/** What an administrator asks of the service. Every promise rejects with a `ChatError` alone. */
export interface AdminPort {
  /** Undefined for somebody who administers nothing. */
  organization(): Promise<string | undefined>;
  listDeployments(): Promise<Deployment[]>;
  saveDeployment(deployment: Deployment): Promise<void>;
  removeDeployment(id: string): Promise<void>;
  listQueues(): Promise<Queue[]>;
  createQueue(name: string, memberIds: readonly string[]): Promise<void>;
  removeQueue(id: string): Promise<void>;
  listPeople(): Promise<Person[]>;
  /** The link by which they choose a password. */
  invite(person: { name: string; email: string; isAdministrator: boolean }): Promise<string>;
  savePerson(person: Person): Promise<void>;
  removePerson(id: string): Promise<void>;
  listReplies(): Promise<CannedReply[]>;
  saveReply(reply: CannedReply): Promise<void>;
  removeReply(id: string): Promise<void>;
  listCodes(): Promise<WrapupCode[]>;
  saveCode(code: WrapupCode): Promise<void>;
  removeCode(id: string): Promise<void>;
  /** Undefined where the service runs without a build. */
  build(): Promise<Build | undefined>;
  listDeeds(): Promise<Deed[]>;
  acceptInvitation(token: string, password: string): Promise<void>;
}
