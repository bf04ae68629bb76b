import type { AgentChat, AgentUser, EarlierChat, EarlierPage, Note, TransferTarget } from '../../chat/agent-model.ts';
import type { MediaRequest, MediaType } from '../../chat/model.ts';
import type { ConversationPort, EventStream } from '../../chat/ports.ts';
import type { CannedReply, WrapupCode } from '../admin/ports.ts';
import type { HistoryClient } from './history-port.ts';

/**
 * The service for one signed-in agent. Every promise rejects with a `ChatError` and with nothing else;
 * `unauthorized` means: sign in again.
 */
export interface AgentClient extends HistoryClient {
  /**
   * Runs `listener` whenever the service answers that the credentials are invalid, before the call rejects: so the desk closes
   * its chats before a conversation takes lost credentials for its end. Returns an unsubscribe function.
   */
  onUnauthorized(listener: () => void): () => void;
  signIn(email: string, password: string): Promise<AgentUser>;
  signOut(): Promise<void>;
  /** In every browser, this one too. */
  signOutEverywhere(): Promise<void>;
  /** The ways to sign in without a password of this service. */
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
  /** Ends the chat for all members. */
  end(chat: AgentChat): Promise<void>;
  /** Every queue and every person a chat can be transferred to, except the signed-in agent; queues first. */
  listTransferTargets(): Promise<TransferTarget[]>;
  /** Transfers the chat and leaves it. Only colleagues see the note. */
  transfer(chat: AgentChat, target: TransferTarget, note: string | undefined): Promise<void>;
  listWrapupCodes(): Promise<WrapupCode[]>;
  /** Sets the wrap-up of a chat in which the agent takes or took part. */
  wrapUp(chat: AgentChat, codeId: string, notes: string | undefined): Promise<void>;
  /** Closes a finished chat without a wrap-up. */
  skipWrapUp(chat: AgentChat): Promise<void>;
  listCannedReplies(): Promise<CannedReply[]>;
  askForMedia(chat: AgentChat, type: MediaType): Promise<MediaRequest>;
  cancelMedia(chat: AgentChat, request: MediaRequest): Promise<MediaRequest>;
  /** All private notes, oldest first. */
  listNotes(chatId: string): Promise<Note[]>;
  /** Written once for each key. */
  writeNote(chatId: string, body: string, key: string): Promise<void>;
  /** Earlier chats of the same signed-in visitor, newest first; none for a visitor without signed data. */
  listEarlierChats(chatId: string): Promise<EarlierChat[]>;
  readEarlierChat(chatId: string, earlierId: string, after: string | undefined): Promise<EarlierPage>;
  conversation(chat: AgentChat): ConversationPort;
  /** Opens one stream for all chats, which reconnects until stopped. */
  openStream(userId: string, listeners: AgentStreamListeners): EventStream;
}

/** The browser goes to the address. */
export type SignInProvider = { name: string; address: string };

/** Sent only to a browser that opened the demo's address with its token. */
export type DemoAccount = { role: 'agent' | 'administrator'; email: string; password: string };

export type SignInWays = { providers: SignInProvider[]; demoAccounts: DemoAccount[] };

export type AgentStreamListeners = {
  /** The stream is open: events may have been missed, so the chats have to be listed. */
  onOpen(): void;
  onLost(): void;
  /** Something about this chat changed. */
  onChatChanged(chatId: string): void;
  /** Private notes of this chat were written, or may have been missed. */
  onNotesChanged(chatId: string): void;
};
