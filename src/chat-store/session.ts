import { type ReadonlySignal, signal } from '@preact/signals';
import { ChatError } from '../chat/errors.ts';
import type { Conversation, EndReason, GuestDetails, Session } from '../chat/model.ts';
import type { ConversationPort, GuestPort } from '../chat/ports.ts';
import type { Clock, Random } from '../environment/environment.ts';
import { createPersistence } from './retry.ts';

export type SessionOptions = {
  /** Asked for whenever a chat starts or resumes: its code may be fetched as late as that. */
  api: () => Promise<GuestPort>;
  clock: Clock;
  random: Random;
  /** The session changed: keep it. */
  save(): void;
  /** Known to be over here, though another tab may still have it. */
  isGone(id: string): boolean;
  /** What another tab has kept meanwhile, where no lock could keep it from creating one too. */
  keptByOthers(): Conversation | undefined;
  /** A conversation is live and can be talked to. */
  attach(conversation: Conversation, port: ConversationPort): void;
};

export type SessionModel = {
  readonly session: ReadonlySignal<Session>;
  /** Creates a conversation, unless one is live, starting or ended, or the name is still missing. */
  start(guest: Partial<GuestDetails>): Promise<void>;
  resume(conversation: Conversation, startedAt?: number): void;
  end(reason: EndReason): void;
  /** Tells the service that the visitor is gone, on the next page too if it takes that long. Settles always. */
  leave(conversation: Conversation, keepalive: boolean): Promise<void>;
  /** Whom the service was not told of yet. */
  leaving(): Conversation | undefined;
  /** The service was told by this tab. */
  hasLeft(id: string): boolean;
  /** Nothing of it may be kept any more. */
  forgetLeaving(): void;
  reset(): void;
  stop(): void;
};

const createTries = 5;
const patientTries = 20;

/** The visitor's one conversation, from its creation to its end. */
export function createSession({
  api,
  clock,
  random,
  save,
  isGone,
  keptByOthers,
  attach,
}: SessionOptions): SessionModel {
  const session = signal<Session>({ phase: 'idle' });
  const { persist, stop } = createPersistence({ clock, random });
  let starting: Promise<void> | undefined;
  let starts = 0;
  let leaving: Conversation | undefined;
  const left = new Set<string>();
  let isStopped = false;

  async function create(guest: Partial<GuestDetails>): Promise<void> {
    const { displayName } = guest;
    if (!displayName || !/idle|failed/.test(session.peek().phase)) return;
    const start = ++starts;
    // Meanwhile another tab may have said that the visitor wants to be forgotten.
    const isWanted = () => !isStopped && start === starts && session.peek().phase === 'starting';
    const onDelay = (isDelayed: boolean) => {
      session.value = { phase: 'starting', isDelayed };
    };
    session.value = { phase: 'starting', isDelayed: false };
    save();
    try {
      const details = { ...guest, displayName };
      const conversation = await persist({ tries: createTries, isWanted, onDelay }, async () =>
        (await api()).createConversation(details, isGone),
      );
      if (isWanted()) resume(keptByOthers() ?? conversation);
    } catch (cause) {
      const error = cause instanceof ChatError ? cause : new ChatError('offline', { cause });
      if (isWanted()) session.value = { phase: 'failed', error };
    }
  }

  function resume(conversation: Conversation, startedAt = clock.now()): void {
    const live: Session = { phase: 'live', conversation, startedAt };
    session.value = live;
    save();
    reach(conversation).then(
      (port) => !isStopped && session.peek() === live && attach(conversation, port),
      // Nobody could be reached for a long while; the next page tries again.
      () => {},
    );
  }

  async function reach(conversation: Conversation): Promise<ConversationPort> {
    return (await persist({ tries: patientTries }, api)).conversation(conversation);
  }

  return {
    session,
    resume,
    async start(guest) {
      if (starting) return starting;
      const own = create(guest).finally(() => {
        if (starting === own) starting = undefined;
      });
      starting = own;
      return own;
    },
    end(reason) {
      const now = session.peek();
      if (now.phase !== 'live') return;
      session.value = { phase: 'ended', conversation: now.conversation, reason };
      save();
    },
    leaving: () => leaving,
    hasLeft: (id) => left.has(id),
    async leave(conversation, keepalive) {
      leaving = conversation;
      try {
        const port = await reach(conversation);
        await persist({ tries: keepalive ? 1 : patientTries }, () => port.leave({ keepalive }));
        if (isStopped || leaving !== conversation) return;
        leaving = undefined;
        left.add(conversation.id);
        save();
      } catch {
        // Whom nobody hears is away, and after a quarter of an hour gone: the service sees to that.
      }
    },
    forgetLeaving() {
      leaving = undefined;
    },
    reset() {
      starting = undefined;
      starts++;
      session.value = { phase: 'idle' };
    },
    stop() {
      isStopped = true;
      stop();
    },
  };
}
