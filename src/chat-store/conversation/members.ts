import { type ReadonlySignal, signal } from '@preact/signals';
import { type ChatError, waitAfter } from '../../chat/errors.ts';
import type { Member } from '../../chat/model.ts';
import type { ConversationPort } from '../../chat/ports.ts';
import type { Clock } from '../../environment/environment.ts';

export type MembersOptions = {
  clock: Pick<Clock, 'after'>;
  onChange(member: Member): void;
  onFailure(memberId: string, error: ChatError): void;
};

export type Members = {
  readonly all: ReadonlySignal<ReadonlyMap<string, Member>>;
  use(port: ConversationPort): void;
  /** Asks for a member, who is new or has changed. */
  look(memberId: string): void;
  /** Asks for a member unless it was done before. */
  meet(memberId: string): void;
  /** Asks for everybody; settles when they are known, or cannot be had now. */
  lookAround(): Promise<void>;
  stop(): void;
};

/** Who takes part. Frames tell neither role nor name nor whether somebody left for good: so whoever changes is asked for. */
export function createMembers({ clock, onChange, onFailure }: MembersOptions): Members {
  const all = signal<ReadonlyMap<string, Member>>(new Map());
  /** The latest question about each member: answers to earlier ones come too late. */
  const asked = new Map<string, number>();
  let port: ConversationPort | undefined;
  let questions = 0;
  const waits = new Map<string, () => void>();

  /** Refused as too soon, it is asked again then, whatever came of the line. */
  function askLater(what: string, error: unknown, ask: () => void): void {
    const waitMs = waitAfter(error);
    if (waitMs === undefined) return;
    waits.get(what)?.();
    waits.set(what, clock.after(waitMs, ask));
  }

  function put(member: Member): void {
    all.value = new Map(all.value).set(member.id, member);
    onChange(member);
  }

  function look(memberId: string): void {
    const question = ++questions;
    asked.set(memberId, question);
    port?.getMember(memberId).then(
      (member) => asked.get(memberId) === question && put(member),
      (error) => {
        if (asked.get(memberId) === question) askLater(memberId, error, () => look(memberId));
        onFailure(memberId, error);
      },
    );
  }

  async function lookAround(): Promise<void> {
    const question = ++questions;
    try {
      for (const member of (await port?.listMembers()) ?? []) {
        if ((asked.get(member.id) ?? 0) > question) continue;
        asked.set(member.id, question);
        put(member);
      }
    } catch (error) {
      // Else the next opening of the line asks again.
      askLater('all', error, () => void lookAround());
    }
  }

  return {
    all,
    look,
    lookAround,
    stop() {
      for (const cancel of waits.values()) cancel();
      port = undefined;
    },
    use(next) {
      port = next;
    },
    meet(memberId) {
      if (memberId && !asked.has(memberId)) look(memberId);
    },
  };
}
