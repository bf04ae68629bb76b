import type { AgentChat, AgentUser, EarlierChat, EarlierPage, Note, TransferTarget } from '../../chat/agent-model.ts';
import type { MediaRequest, MediaType } from '../../chat/model.ts';
import type { ConversationPort, EventStream } from '../../chat/ports.ts';
import type { CannedReply, WrapupCode } from '../admin/ports.ts';
import type { HistoryClient } from './history-port.ts';

/**
 * The service as one signed-in agent sees it. Every promise rejects with a `ChatError` and with nothing else;
 * `unauthorized` means: sign in again.
 */
export interface AgentClient extends HistoryClient {
  /**
   * Runs `listener` whenever the service answers that nobody is signed in, before the call rejects: so the desk puts its chats
   * away before a conversation takes lost credentials for its end. Returns an unsubscribe function.
   */
  onUnauthorized(listener: () => void): () => void;
  signIn(email: string, password: string): Promise<AgentUser>;
  signOut(): Promise<void>;
  /** In every browser, this one too. */
  signOutEverywhere(): Promise<void>;
  /** How one may sign in without typing a password of ours. */
  listSignInWays(): Promise<SignInWays>;
  whoAmI(): Promise<AgentUser>;
  setOnQueue(isOnQueue: boolean): Promise<AgentUser>;
  /** Offered and active chats, and those that are over and still to wrap up. */
  listChats(): Promise<AgentChat[]>;
  /** `undefined` when there is no such chat for this agent (any more). */
  getChat(chatId: string): Promise<AgentChat | undefined>;
  accept(chat: AgentChat): Promise<void>;
  /** Declines an offer, or leaves an active chat. */
  leave(chat: AgentChat): Promise<void>;
  /** Ends the chat for everybody. */
  end(chat: AgentChat): Promise<void>;
  /** Everybody and every queue a chat can be handed over to, but the signed-in agent; queues first. */
  listTransferTargets(): Promise<TransferTarget[]>;
  /** Hands the chat over and leaves it. The note goes to colleagues alone. */
  transfer(chat: AgentChat, target: TransferTarget, note: string | undefined): Promise<void>;
  listWrapupCodes(): Promise<WrapupCode[]>;
  /** Says what a chat was about, which the agent is or was in. */
  wrapUp(chat: AgentChat, codeId: string, notes: string | undefined): Promise<void>;
  /** Puts a chat away of which nothing is to be said. */
  skipWrapUp(chat: AgentChat): Promise<void>;
  listCannedReplies(): Promise<CannedReply[]>;
  askForMedia(chat: AgentChat, type: MediaType): Promise<MediaRequest>;
  cancelMedia(chat: AgentChat, request: MediaRequest): Promise<MediaRequest>;
  /** All private notes, oldest first. */
  listNotes(chatId: string): Promise<Note[]>;
  /** Written once for each key. */
  writeNote(chatId: string, body: string, key: string): Promise<void>;
  /** What the same signed-in visitor said before, the last chat first; none of a visitor whom nobody vouches for. */
  listEarlierChats(chatId: string): Promise<EarlierChat[]>;
  readEarlierChat(chatId: string, earlierId: string, after: string | undefined): Promise<EarlierPage>;
  conversation(chat: AgentChat): ConversationPort;
  /** One line for all chats; opens again by itself until stopped. */
  openStream(userId: string, listeners: AgentStreamListeners): EventStream;
}

/** The browser goes to the address. */
export type SignInProvider = { name: string; address: string };

/** Told only to a browser that opened the address of the demo with its token. */
export type DemoAccount = { role: 'agent' | 'administrator'; email: string; password: string };

export type SignInWays = { providers: SignInProvider[]; demoAccounts: DemoAccount[] };

export type AgentStreamListeners = {
  /** The line is up: list the chats, something may have been missed. */
  onOpen(): void;
  onLost(): void;
  /** Something about this chat changed: look. */
  onChatChanged(chatId: string): void;
  /** Private notes of this chat were written, or may have been missed. */
  onNotesChanged(chatId: string): void;
};
