import { batch, computed, effect, type ReadonlySignal, signal, untracked } from '@preact/signals';
import type { AgentChat } from '../../chat/agent-chat.ts';
import type { EventStream } from '../../chat/ports.ts';
import type { DeskPort } from '../../client/agent/ports.ts';
import type { Surroundings } from '../../environment/environment.ts';
import type { DeskChat } from '../chats/agent-chat-store.ts';
import { createTalk } from '../chats/agent-conversation.ts';
import { createDeeds, type Deeds } from '../chats/chat-actions.ts';
import { type ChatsModel, createChatsModel, type OfferEnd } from '../chats/chat-list-model.ts';
import { createChatLooker } from '../chats/chat-sync.ts';
import { createEarlierChats } from '../chats/earlier-chats.ts';
import { createHistory, type HistoryModel } from '../history/history-model.ts';
import { type Alerts, createAlerts } from '../notifications/alerts.ts';
import type { Outward } from '../notifications/notifier.ts';
import { createSessionModel, type DeskSession, type SessionModel } from '../session/session.ts';
import { takeProblem } from '../session/sso-error.ts';
import { createDirectory, type Directory } from './directory.ts';
import { createTicker } from './now-signal.ts';
import type { Preferences } from './preferences.ts';
import { type Address, createPlaceModel } from './router.ts';
import type { Place } from './routes.ts';
import type { Desktop } from './workspace-storage.ts';

export type Line = 'connecting' | 'open' | 'lost';

/** The newest thing about offers worth saying aloud. Messages are announced by their own chats. */
export type DeskNews = { id: string; type: 'offer' | OfferEnd; name: string };

/** Everything the console's views read and do. Signals are read-only; only these methods change anything. */
export interface ConsoleStore {
  readonly session: ReadonlySignal<DeskSession>;
  readonly signInWays: SessionModel['signInWays'];
  readonly line: ReadonlySignal<Line>;
  /** Whether the chats have been asked for at least once since sign-in. */
  readonly isListed: ReadonlySignal<boolean>;
  /** Offers first, the longest waiting first; then active chats; then those that are over. */
  readonly chats: ReadonlySignal<readonly DeskChat[]>;
  readonly offers: ReadonlySignal<readonly DeskChat[]>;
  readonly selected: ReadonlySignal<DeskChat | undefined>;
  readonly unread: ReadonlySignal<number>;
  readonly news: ReadonlySignal<DeskNews | undefined>;
  /** The offer that went last without an answer, until it comes again or is put away. */
  readonly missed: ReadonlySignal<{ name: string; why: OfferEnd } | undefined>;
  /** Wall-clock time for labels; ticks every second while an offer counts down. */
  readonly now: ReadonlySignal<number>;
  readonly isVisible: ReadonlySignal<boolean>;
  readonly alerts: Omit<Alerts, 'stop'>;
  readonly deeds: Deeds;
  readonly directory: Directory;
  readonly history: HistoryModel;
  readonly place: ReadonlySignal<Place>;
  readonly preferences: Preferences;
  /** The chat whose composer the agent's own act asked for; whoever draws it takes the wish. */
  readonly composerWanted: ReadonlySignal<string | undefined>;

  check(): Promise<void>;
  signIn(email: string, password: string): Promise<void>;
  signOut(): Promise<void>;
  signOutEverywhere(): Promise<boolean>;
  setOnQueue(isOnQueue: boolean): Promise<boolean>;
  go(place: Place): void;
  select(chatId: string | undefined): void;
  forgetMissed(): void;
  wantComposer(chatId: string | undefined): void;
  /** Accepts an offer, and on success opens the chat ready to write. */
  acceptAndOpen(chat: DeskChat): Promise<void>;
  dispose(): void;
}

export type ConsoleStoreOptions = Pick<Surroundings, 'clock' | 'page' | 'random'> & {
  port: DeskPort;
  desktop: Desktop;
  address: Address;
  preferences: Preferences;
  outward: Outward;
};

/** Builds the models, joins them to the stream, owns every lifetime. */
export function createConsoleStore(options: ConsoleStoreOptions): ConsoleStore {
  const { port, desktop, clock, page, random, preferences } = options;
  const news = signal<DeskNews | undefined>(undefined);
  const isVisible = signal(page.isVisible());
  const missed = signal<{ id: string; name: string; why: OfferEnd } | undefined>(undefined);
  const tell = ({ id, participantId, visitor: { name } }: AgentChat, type: DeskNews['type']) => {
    news.value = { id: `${type} ${participantId}`, type, name };
    if (type !== 'offer') missed.value = { id, name, why: type };
    else if (missed.value?.id === id) missed.value = undefined;
  };
  const problem = takeProblem(options.address);
  const { place, go, stop: stopPlace } = createPlaceModel(options.address);
  const select = (chatId: string | undefined) => go({ room: 'chats', chatId });
  const session = createSessionModel(port, problem);
  const leaveDesk = () => {
    select(undefined);
    missed.value = undefined;
    desktop.clear();
  };
  const chats = createChatsModel({
    desktop,
    selectedId: computed(() => (place.value.room === 'chats' ? place.value.chatId : undefined)),
    // What ends a conversation ends or changes the chat: the service says which.
    startTalk: (chat) => createTalk({ port, desktop, clock, page, random }, chat, () => watch.lookAt(chat.id)),
    createEarlier: (chatId) => createEarlierChats(port, chatId),
    now: clock.now,
    onOffer: (chat) => tell(chat, 'offer'),
    onOfferGone: tell,
    onSelectedGone: () => select(undefined),
  });
  const composerWanted = signal<string | undefined>(undefined);
  const directory = createDirectory(port);
  const watch = createWatch({ port, clock, chats, directory });
  const deeds = createDeeds({
    port,
    random,
    onNoted: watch.lookAtNotes,
    onDone: watch.lookAt,
    asksWrapUp: () => directory.wrapupCodes.peek().length > 0,
    onLeft: chats.finish,
    onSettled: chats.remove,
  });
  const wantComposer = (chatId: string | undefined) => {
    composerWanted.value = chatId;
  };
  const alerts = createAlerts({
    outward: options.outward,
    clock,
    offers: chats.offers,
    isVisible,
    isMuted: preferences.isMuted,
    onPressed: select,
  });
  const ticker = createTicker(clock, () => chats.offers.value.length > 0);
  const userId = computed(() =>
    session.session.value.phase === 'signed-in' ? session.session.value.user.id : undefined,
  );
  const history = createHistory({ port, clock, place, go, userId });
  const stops = [
    port.onUnauthorized(session.expire),
    effect(() => {
      const id = userId.value;
      if (id === undefined) return;
      desktop.open(id);
      return untracked(() => watch.start(id));
    }),
    ticker.stop,
    history.stop,
    alerts.stop,
    stopPlace,
    page.onWake(() => {
      void session.lookAgain();
      watch.wake();
    }),
    page.onVisibility((isNowVisible) => {
      isVisible.value = isNowVisible;
      if (!isNowVisible) return;
      void session.lookAgain();
      watch.wake();
    }),
  ];

  return {
    session: session.session,
    signInWays: session.signInWays,
    line: watch.line,
    isListed: watch.isListed,
    chats: chats.chats,
    offers: chats.offers,
    selected: chats.selected,
    unread: chats.unread,
    news,
    missed,
    forgetMissed() {
      missed.value = undefined;
    },
    alerts,
    now: ticker.now,
    isVisible,
    deeds,
    directory,
    history,
    place,
    go,
    preferences,
    composerWanted,
    wantComposer,
    async acceptAndOpen(chat) {
      if (!(await deeds.accept(chat))) return;
      select(chat.id);
      wantComposer(chat.id);
    },
    check: session.check,
    signIn: session.signIn,
    async signOut() {
      const isOut = session.signOut();
      leaveDesk();
      await isOut;
    },
    async signOutEverywhere() {
      const isOut = await session.signOutEverywhere();
      if (isOut) leaveDesk();
      return isOut;
    },
    setOnQueue: session.setOnQueue,
    select,
    dispose() {
      for (const stop of stops) stop();
    },
  };
}

type WatchOptions = {
  port: DeskPort;
  clock: Surroundings['clock'];
  chats: ChatsModel;
  directory: { look(): Promise<void> };
};

/** Keeps the desk true to the service while somebody is signed in. */
function createWatch({ port, clock, chats, directory }: WatchOptions) {
  const line = signal<Line>('connecting');
  const isListed = signal(false);
  let looker: ReturnType<typeof createChatLooker> | undefined;
  let stream: EventStream | undefined;

  const lookAtNotes = async (chatId: string) => {
    try {
      const notes = await port.listNotes(chatId);
      chats.chats.value.find(({ id }) => id === chatId)?.takeNotes(notes);
    } catch {
      // The next note, or the next time the line opens, reads them again.
    }
  };

  const stop = () => {
    stream?.stop();
    looker?.stop();
    stream = looker = undefined;
    batch(() => {
      chats.clear();
      isListed.value = false;
      line.value = 'connecting';
    });
  };

  return {
    line,
    isListed,
    start(userId: string): () => void {
      looker = createChatLooker({
        port,
        clock,
        onAll: (all) => {
          batch(() => {
            chats.receiveAll(all);
            isListed.value = true;
          });
        },
        onOne: chats.receive,
      });
      stream = port.openStream(userId, {
        onOpen() {
          line.value = 'open';
          looker?.lookAtAll();
          void directory.look();
        },
        onLost() {
          line.value = 'lost';
        },
        onNotesChanged: lookAtNotes,
        onChatChanged: (chatId) => looker?.lookAt(chatId),
      });
      looker.lookAtAll();
      return stop;
    },
    lookAtNotes,
    lookAt: (chatId: string) => looker?.lookAt(chatId),
    wake() {
      stream?.wake();
      looker?.lookAtAll();
    },
  };
}
