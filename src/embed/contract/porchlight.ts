import type { Diagnosis } from './diagnosis.ts';
import type { EventDetails, EventName, MessageDetail } from './events.ts';
import type { MemberAuthToken, TranscriptFormat } from './widget-api.ts';

/** What `identify` takes: all of it optional. */
export type VisitorDetails = {
  name?: string;
  firstName?: string;
  lastName?: string;
  email?: string;
  phone?: string;
  avatar?: string;
  fields?: Record<string, string>;
  memberAuthToken?: MemberAuthToken;
};

export type PorchlightState = {
  readonly status: string;
  readonly open: boolean;
  readonly unread: number;
  readonly conversationId: string | undefined;
};

type Listener<Name extends EventName> = (event: CustomEvent<EventDetails[Name]>) => void;

/** Each verb, called by name: `Porchlight('send', 'Hello')` (docs/javascript.md). */
export type Verbs = {
  open(): Promise<void>;
  close(): Promise<void>;
  toggle(): Promise<void>;
  show(): Promise<void>;
  hide(): Promise<void>;
  start(): Promise<void>;
  send(text: string): Promise<MessageDetail>;
  end(): Promise<void>;
  setDraft(text: string): Promise<void>;
  identify(details: VisitorDetails): Promise<void>;
  reset(): Promise<void>;
  destroy(): Promise<void>;
  on<Name extends EventName>(event: Name, listener: Listener<Name>): Promise<() => void>;
  once<Name extends EventName>(event: Name, listener: Listener<Name>): Promise<() => void>;
  off<Name extends EventName>(event: Name, listener: Listener<Name>): Promise<void>;
  transcript(format?: TranscriptFormat): Promise<string>;
  consent(isGiven?: boolean): Promise<void>;
  doctor(): Promise<PorchlightState & Diagnosis>;
};

/** The page's global, once the script has run. */
export type Porchlight = Omit<Verbs, 'on'> & {
  <Verb extends keyof Verbs>(verb: Verb, ...args: Parameters<Verbs[Verb]>): ReturnType<Verbs[Verb]>;
  /** Unlike the verb it returns at once. */
  on<Name extends EventName>(event: Name, listener: Listener<Name>): () => void;
  readonly state: PorchlightState;
};

declare global {
  interface Window {
    Porchlight?: Porchlight;
  }
}
