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
  connect(port: ConversationPort): void;
  /** Loads a member who is new or has changed. */
  refresh(memberId: string): void;
  /** Loads a member unless that was done before. */
  ensureKnown(memberId: string): void;
  /** Loads all members; settles when they are known or the request failed. */
  refreshAll(): Promise<void>;
  stop(): void;
};

/** The members. Frames carry neither role nor name nor whether a member left for good: each change loads the member. */
export function createMembers({ clock, onChange, onFailure }: MembersOptions): Members {
  const all = signal<ReadonlyMap<string, Member>>(new Map());
  /** The latest request for each member: answers to earlier ones are ignored. */
  const asked = new Map<string, number>();
  let port: ConversationPort | undefined;
  let questions = 0;
  const waits = new Map<string, () => void>();

  /** A request refused as too soon is repeated at the time that the service names. */
  function retryLater(what: string, error: unknown, ask: () => void): void {
    const waitMs = waitAfter(error);
    if (waitMs === undefined) return;
    waits.get(what)?.();
    waits.set(what, clock.after(waitMs, ask));
  }

  function setMember(member: Member): void {
    all.value = new Map(all.value).set(member.id, member);
    onChange(member);
  }

  function refresh(memberId: string): void {
    const question = ++questions;
    asked.set(memberId, question);
    port?.getMember(memberId).then(
      (member) => asked.get(memberId) === question && setMember(member),
      (error) => {
        if (asked.get(memberId) === question) retryLater(memberId, error, () => refresh(memberId));
        onFailure(memberId, error);
      },
    );
  }

  async function refreshAll(): Promise<void> {
    const question = ++questions;
    try {
      for (const member of (await port?.listMembers()) ?? []) {
        if ((asked.get(member.id) ?? 0) > question) continue;
        asked.set(member.id, question);
        setMember(member);
      }
    } catch (error) {
      // For other failures the next opening of the stream loads them again.
      retryLater('all', error, () => void refreshAll());
    }
  }

  return {
    all,
    refresh: refresh,
    refreshAll: refreshAll,
    stop() {
      for (const cancel of waits.values()) cancel();
      port = undefined;
    },
    connect(next) {
      port = next;
    },
    ensureKnown(memberId) {
      if (memberId && !asked.has(memberId)) refresh(memberId);
    },
  };
}
