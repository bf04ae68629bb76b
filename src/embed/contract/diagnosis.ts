/** Where a setting was said. */
export type SettingSource = 'attribute' | 'element' | 'porchlightConfig' | 'code' | 'default';

/** What became of the line to the service: never by its address, which holds a token. */
export type LineFact = { at: number; what: 'open' } | { at: number; what: 'closed'; code: number };

/** What `doctor()` answers, beside the state: nothing that says who the visitor is or what was written. */
export type Diagnosis = {
  /** Sentences on what has to be mended; none: all is well. */
  problems: string[];
  /** By attribute; what is personal is only said to be there. */
  configured: Record<string, { value: string; from: SettingSource }>;
  unknownAttributes: string[];
  script: string;
  /** What the page's content security policy refused us, as far as the browser tells. */
  policyViolations: { directive: string; blocked: string }[];
  storage: { kind: string; works: boolean | undefined; hasChat: boolean };
  /** Of all tabs with this chat: whether this one makes the sounds, and whether it has the line to the service. */
  tab: { isSpeaker: boolean | undefined; hasLine: boolean };
  /** The latest openings and closings of that line, the newest last. */
  line: LineFact[];
  /** Which facts about the visitor are known, without what they are. */
  visitor: string[];
  memberId: string | undefined;
  lastMessageId: string | undefined;
  /** How far the service's clock is ahead of this browser's, by the newest message; its way here is part of it. */
  clockOffsetMs: number | undefined;
};
