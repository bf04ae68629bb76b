/** Where a setting comes from. */
export type SettingSource = 'attribute' | 'element' | 'porchlightConfig' | 'code' | 'default';

/** An opening or closing of the connection to the service, without its address, which holds a token. */
export type ConnectionEvent = { at: number; what: 'open' } | { at: number; what: 'closed'; code: number };

/** What `doctor()` returns beside the state: nothing that identifies the visitor, and no message. */
export type Diagnosis = {
  /** Sentences on what has to be fixed; empty where all is well. */
  problems: string[];
  /** By attribute; personal values are replaced by a note that there is one. */
  configured: Record<string, { value: string; from: SettingSource }>;
  unknownAttributes: string[];
  script: string;
  /** What the page's content security policy refused us, as far as the browser reports it. */
  policyViolations: { directive: string; blocked: string }[];
  storage: { kind: string; works: boolean | undefined; hasChat: boolean };
  /** Among the tabs with this chat: whether this one plays the sounds, and whether it has the connection to the service. */
  tab: { isSpeaker: boolean | undefined; hasLine: boolean };
  /** The latest openings and closings of that connection, the newest last. */
  line: ConnectionEvent[];
  /** The names of the known details of the visitor, without their values. */
  visitor: string[];
  memberId: string | undefined;
  lastMessageId: string | undefined;
  /** How far the service's clock is ahead of this browser's, by the newest message; includes the time it travelled. */
  clockOffsetMs: number | undefined;
};
