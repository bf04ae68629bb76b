import type { MediaRequest } from '../../chat/model.ts';
import type { ChatStore } from '../../chat-store/chat-store-types.ts';
import type { Prompt } from '../widget/chat-view.ts';
import { dispatchHostEvent } from '../widget/dispatch-host-event.ts';
import type { ExtrasContext } from '../widget/extras-context.ts';
import { formatMessage } from '../widget/messages/messages.ts';
import { extrasMessages, onLanguageChange } from './extras-messages.ts';

/** Shows what the visitor may decide while the chat goes on: the latest request to share, else a silence that will end it. */
export function watchPrompts(options: ExtrasContext): () => void {
  const { store, config, signals, panel } = options;
  const dispatched = new Set<string>();
  /** The requests that the page handles itself. */
  const prevented = new Set<string>();

  function update(): void {
    const latest = store.mediaRequests.peek().at(-1);
    if (latest?.state === 'PENDING') dispatchRequest(latest);
    const state = latest && !prevented.has(latest.id) ? latest.state : 'PENDING';
    signals.prompt.value = requestPrompt() ?? silencePrompt();
    if (state === 'PENDING') signals.outcome.value = '';
    else
      signals.outcome.value =
        state === 'ACCEPTED' || state === 'DECLINED' ? extrasMessages(options)[state] : extrasMessages(options).lapsed;
  }

  function requestPrompt(): Prompt | undefined {
    const request = store.mediaRequests.peek().at(-1);
    if (request?.state !== 'PENDING' || prevented.has(request.id)) return undefined;
    const { id, types } = request;
    const later = extrasMessages(options);
    const name = store.agent.peek()?.displayName || config().messages.agent;
    return {
      key: id,
      sentence: formatMessage(later, types[0] ?? 'COBROWSE', name),
      answers: [
        { word: later.accept, onAnswer: () => store.answerMediaRequest(id, 'ACCEPTED') },
        { word: later.decline, onAnswer: () => store.answerMediaRequest(id, 'DECLINED') },
      ],
    };
  }

  function dispatchRequest({ id, types }: MediaRequest): void {
    if (dispatched.has(id)) return;
    dispatched.add(id);
    const accept = () => store.answerMediaRequest(id, 'ACCEPTED');
    const decline = () => store.answerMediaRequest(id, 'DECLINED');
    if (!dispatchHostEvent(panel, 'media-request', { id, types, accept, decline })) prevented.add(id);
  }

  function silencePrompt(): Prompt | undefined {
    if (!isSilenceWarned(store)) return undefined;
    const later = extrasMessages(options);
    const answers = [{ word: later.here, onAnswer: () => store.send(later.here) }];
    return { key: 'silence', sentence: later.silent, answers };
  }

  const stops = [store.mediaRequests, store.entries, store.agent].map((signal) => signal.subscribe(update));
  stops.push(onLanguageChange(options, update));
  return () => {
    for (const stop of stops) stop();
  };
}

/** Other notices come soon after a message. */
const silenceMs = 180_000;

/** Whether the service's latest notice warns that the chat will end after a long silence; any message keeps it going. */
function isSilenceWarned({ entries, me }: ChatStore): boolean {
  const all = entries.peek();
  const last = all.at(-1);
  if (last?.kind !== 'notice') return false;
  const own = all.findLast(({ kind, senderId }) => kind === 'standard' && senderId === me.peek());
  return last.at - (own ?? all[0] ?? last).at > silenceMs;
}
