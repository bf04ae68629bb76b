import type { MediaRequest } from '../../chat/model.ts';
import type { ChatStore } from '../../chat-store/chat-store-types.ts';
import type { Aside } from '../widget/chat-view.ts';
import { tellPage } from '../widget/dispatch-host-event.ts';
import type { LaterOptions } from '../widget/extras-context.ts';
import { say } from '../widget/messages/messages.ts';
import { laterWords } from './extras-messages.ts';
import { watchWords } from './watch-language.ts';

/** Shows what may be decided while chatting on: the latest request to share, else a silence that will end the chat. */
export function watchAsides(options: LaterOptions): () => void {
  const { store, words, shown, panel } = options;
  const told = new Set<string>();
  /** The page sees to them itself. */
  const prevented = new Set<string>();

  function look(): void {
    const latest = store.mediaRequests.peek().at(-1);
    if (latest?.state === 'PENDING') tell(latest);
    const state = latest && !prevented.has(latest.id) ? latest.state : 'PENDING';
    shown.aside.value = requestOf() ?? silenceOf();
    if (state === 'PENDING') shown.outcome.value = '';
    else
      shown.outcome.value =
        state === 'ACCEPTED' || state === 'DECLINED' ? laterWords(options)[state] : laterWords(options).lapsed;
  }

  function requestOf(): Aside | undefined {
    const request = store.mediaRequests.peek().at(-1);
    if (request?.state !== 'PENDING' || prevented.has(request.id)) return undefined;
    const { id, types } = request;
    const later = laterWords(options);
    const name = store.agent.peek()?.displayName || words.agent;
    return {
      key: id,
      sentence: say(later, types[0] ?? 'COBROWSE', name),
      answers: [
        { word: later.accept, onAnswer: () => store.answerMediaRequest(id, 'ACCEPTED') },
        { word: later.decline, onAnswer: () => store.answerMediaRequest(id, 'DECLINED') },
      ],
    };
  }

  function tell({ id, types }: MediaRequest): void {
    if (told.has(id)) return;
    told.add(id);
    const accept = () => store.answerMediaRequest(id, 'ACCEPTED');
    const decline = () => store.answerMediaRequest(id, 'DECLINED');
    if (!tellPage(panel, 'media-request', { id, types, accept, decline })) prevented.add(id);
  }

  function silenceOf(): Aside | undefined {
    if (!isWarned(store)) return undefined;
    const later = laterWords(options);
    const answers = [{ word: later.here, onAnswer: () => store.send(later.here) }];
    return { key: 'silence', sentence: later.silent, answers };
  }

  const stops = [store.mediaRequests, store.entries, store.agent].map((signal) => signal.subscribe(look));
  stops.push(watchWords(options, look));
  return () => {
    for (const stop of stops) stop();
  };
}

/** Other notices come soon after something was said. */
const silenceMs = 180_000;

/** After a long silence of the visitor's, a notice of the service says that the chat will end; any word keeps it going. */
function isWarned({ entries, me }: ChatStore): boolean {
  const all = entries.peek();
  const last = all.at(-1);
  if (last?.kind !== 'notice') return false;
  const own = all.findLast(({ kind, senderId }) => kind === 'standard' && senderId === me.peek());
  return last.at - (own ?? all[0] ?? last).at > silenceMs;
}
