import { type ReadonlySignal, signal } from '@preact/signals';
import type { ChatError } from '../chat/chat-error.ts';
import type { ConversationPort } from '../chat/conversation-port.ts';
import type { Member } from '../chat/member.ts';

export type MembersOptions = {
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
};

/** Who takes part. Frames tell neither role nor name nor whether somebody left for good: so whoever changes is asked for. */
export function createMembers({ onChange, onFailure }: MembersOptions): Members {
  const all = signal<ReadonlyMap<string, Member>>(new Map());
  /** The latest question about each member: answers to earlier ones come too late. */
  const asked = new Map<string, number>();
  let port: ConversationPort | undefined;
  let questions = 0;

  function put(member: Member): void {
    all.value = new Map(all.value).set(member.id, member);
    onChange(member);
  }

  function look(memberId: string): void {
    const question = ++questions;
    asked.set(memberId, question);
    port?.getMember(memberId).then(
      (member) => asked.get(memberId) === question && put(member),
      (error) => onFailure(memberId, error),
    );
  }

  return {
    all,
    look,
    use(next) {
      port = next;
    },
    meet(memberId) {
      if (memberId && !asked.has(memberId)) look(memberId);
    },
    async lookAround() {
      const question = ++questions;
      try {
        for (const member of (await port?.listMembers()) ?? []) {
          if ((asked.get(member.id) ?? 0) > question) continue;
          asked.set(member.id, question);
          put(member);
        }
      } catch {
        // The next opening of the line asks again.
      }
    },
  };
}
