import { useEffect } from 'preact/hooks';
import type { Message } from '../../chat/model.ts';
import { MessageText } from '../../ui/message-text.tsx';
import { clockTime, fullTime } from '../components/times.ts';
import { messages } from '../messages/messages.ts';
import type { AgentChatStore } from './agent-chat-store.ts';
import type { EarlierText } from './earlier-chats.ts';

/** The visitor's earlier chats, where the site's server has identified the visitor. */
export function EarlierChatList({ chat }: { chat: AgentChatStore }) {
  const { earlier, details } = chat;
  const isSignedIn = details.value.visitor.signedFields.includes('sub');
  const isOffered = details.value.state === 'offered';
  useEffect(() => {
    if (isSignedIn && !isOffered) void earlier.load();
  }, [earlier, isSignedIn, isOffered]);
  const state = earlier.state.value;
  const chats = earlier.chats.value;
  return (
    <section aria-label={messages.value.earlierChats}>
      <h3>{messages.value.earlierChats}</h3>
      {!isSignedIn && <p class="details-none">{messages.value.earlierUnknown}</p>}
      {isSignedIn && isOffered && <p class="details-none">{messages.value.earlierOnceAccepted}</p>}
      {isSignedIn && !isOffered && state === 'loading' && <p class="details-none">{messages.value.earlierLoading}</p>}
      {state === 'failed' && <Failed onTryAgain={earlier.load} />}
      {state === 'loaded' && chats.length === 0 && <p class="details-none">{messages.value.earlierNone}</p>}
      <div class="earlier">
        {chats.map((text) => (
          <details key={text.id} onToggle={({ currentTarget }) => currentTarget.open && readFirst(text)}>
            <summary>
              {fullTime(text.startedAt)}
              <span class="earlier-who"> {agentsOf(text)}</span>
            </summary>
            <Text text={text} />
          </details>
        ))}
      </div>
    </section>
  );
}

function Text({ text }: { text: EarlierText }) {
  const state = text.state.value;
  return (
    <>
      <ol>
        {text.messages.value.map((message) => (
          <Line key={message.id} text={text} message={message} />
        ))}
      </ol>
      {state === 'loading' && <p class="details-none">{messages.value.earlierLoading}</p>}
      {state === 'failed' && <Failed onTryAgain={text.read} />}
      {state === 'loaded' && text.hasMore.value && (
        <button type="button" class="button" onClick={text.read}>
          {messages.value.earlierMore}
        </button>
      )}
    </>
  );
}

function Line({ text, message }: { text: EarlierText; message: Message }) {
  const { kind, senderId, body, at } = message;
  const name = text.people.get(senderId)?.name || messages.value.someone;
  if (kind === 'member-join') return <li class="earlier-who">{messages.value.joined(name)}</li>;
  if (kind === 'member-leave') return <li class="earlier-who">{messages.value.leftLine(name)}</li>;
  return (
    <li>
      <p class="earlier-who">
        <span dir="auto">{name}</span> · {clockTime(at)}
      </p>
      <p class="earlier-text" dir="auto">
        <MessageText body={body} />
      </p>
    </li>
  );
}

function Failed({ onTryAgain }: { onTryAgain(): void }) {
  return (
    <p class="notice">
      {messages.value.earlierFailed}{' '}
      <button type="button" class="link" onClick={onTryAgain}>
        {messages.value.tryAgain}
      </button>
    </p>
  );
}

function readFirst(text: EarlierText): void {
  if (text.state.peek() === 'no') void text.read();
}

function agentsOf({ people }: EarlierText): string {
  const agents = [...people.values()].filter(({ isVisitor, name }) => !isVisitor && name);
  return agents.map(({ name }) => name).join(', ');
}
