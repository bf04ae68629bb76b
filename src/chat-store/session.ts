import { type ReadonlySignal, signal } from '@preact/signals';
import { ChatError } from '../chat/errors.ts';
import { type Conversation, type EndReason, type GuestDetails, isStartable, type Session } from '../chat/model.ts';
import type { ConversationPort, GuestPort } from '../chat/ports.ts';
import type { Clock, Random } from '../environment/environment.ts';
import { createRetrier } from './retry.ts';

export type SessionOptions = {
  /** Called whenever a chat starts or resumes, since the client's code may be loaded as late as that. */
  api: () => Promise<GuestPort>;
  clock: Clock;
  random: Random;
  /** Saves the session after a change. */
  save(): void;
  /** Whether this tab knows that the conversation is over. */
  isGone(id: string): boolean;
  /** The conversation that another tab saved meanwhile, where no lock prevented two tabs from creating one. */
  savedElsewhere(): Conversation | undefined;
  /** The conversation is live and can be used. */
  attach(conversation: Conversation, port: ConversationPort): void;
};

export type SessionModel = {
  readonly session: ReadonlySignal<Session>;
  /** Creates a conversation, unless one is live, starting or ended, or the name is still missing. */
  start(guest: Partial<GuestDetails>): Promise<void>;
  resume(conversation: Conversation, startedAt?: number): void;
  end(reason: EndReason): void;
  /** Removes the visitor from the conversation at the service, with retries, on the next page too. Never rejects. */
  leave(conversation: Conversation, keepalive: boolean): Promise<void>;
  /** The conversation that the service does not know to be left yet. */
  leaving(): Conversation | undefined;
  /** Whether this tab has completed `leave` for it. */
  hasLeft(id: string): boolean;
  /** Drops a pending leave from what is saved. */
  forgetLeaving(): void;
  reset(): void;
  stop(): void;
};

const CREATE_TRIES = 5;
const RESUME_TRIES = 20;

/** The visitor's one conversation, from its creation to its end. */
export function createSession({
  api,
  clock,
  random,
  save,
  isGone,
  savedElsewhere,
  attach,
}: SessionOptions): SessionModel {
  const session = signal<Session>({ phase: 'idle' });
  const { retry, stop } = createRetrier({ clock, random });
  let starting: Promise<void> | undefined;
  let starts = 0;
  let leaving: Conversation | undefined;
  const left = new Set<string>();
  let isStopped = false;

  async function create(guest: Partial<GuestDetails>): Promise<void> {
    const { displayName } = guest;
    if (!displayName || !isStartable(session.peek())) return;
    const start = ++starts;
    // Meanwhile the visitor may have deleted everything in another tab.
    const isWanted = () => !isStopped && start === starts && session.peek().phase === 'starting';
    const onDelay = (isDelayed: boolean) => {
      session.value = { phase: 'starting', isDelayed };
    };
    session.value = { phase: 'starting', isDelayed: false };
    save();
    try {
      const details = { ...guest, displayName };
      const conversation = await retry({ tries: CREATE_TRIES, isWanted, onDelay }, async () =>
        (await api()).createConversation(details, isGone),
      );
      if (isWanted()) resume(savedElsewhere() ?? conversation);
    } catch (cause) {
      const error = cause instanceof ChatError ? cause : new ChatError('offline', { cause });
      if (isWanted()) session.value = { phase: 'failed', error };
    }
  }

  function resume(conversation: Conversation, startedAt = clock.now()): void {
    const live: Session = { phase: 'live', conversation, startedAt };
    session.value = live;
    save();
    connect(conversation).then(
      (port) => !isStopped && session.peek() === live && attach(conversation, port),
      // The service stayed unreachable; the next page tries again.
      () => {},
    );
  }

  async function connect(conversation: Conversation): Promise<ConversationPort> {
    return (await retry({ tries: RESUME_TRIES }, api)).conversation(conversation);
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
        const port = await connect(conversation);
        await retry({ tries: keepalive ? 1 : RESUME_TRIES }, () => port.leave({ keepalive }));
        if (isStopped || leaving !== conversation) return;
        leaving = undefined;
        left.add(conversation.id);
        save();
      } catch {
        // The service removes a visitor who is away for fifteen minutes by itself.
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
