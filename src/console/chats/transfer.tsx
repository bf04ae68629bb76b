import { useSignal } from '@preact/signals';
import { useEffect, useId, useRef } from 'preact/hooks';
import type { TransferTarget } from '../../chat/agent-model.ts';
import type { ChatError } from '../../chat/errors.ts';
import { foldText } from '../../lib/visible-text.ts';
import { messages } from '../messages/messages.ts';
import type { AgentChatStore } from './agent-chat-store.ts';
import type { ChatDesk } from './chat-desk.ts';
import { DraftInput } from './draft-field.tsx';

type TransferProps = { store: ChatDesk; chat: AgentChatStore; onDone(): void; onClose(): void };

/** Hands a chat over to a queue or a colleague, with a note that the visitor never sees. */
export function Transfer({ store, chat, onDone, onClose }: TransferProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const note = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  const targets = useSignal<readonly TransferTarget[] | 'asking' | 'failed'>('asking');
  const search = useSignal('');
  const chosenId = useSignal('');
  const step = chat.actionState.value;

  const ask = async () => {
    targets.value = 'asking';
    targets.value = (await store.directory.transferTargets()) ?? 'failed';
  };
  useEffect(() => {
    dialog.current?.showModal();
    void ask();
  }, []);

  const all = Array.isArray(targets.value) ? targets.value : [];
  const found = all.filter(({ name }) => foldText(name).includes(foldText(search.value.trim())));
  // Who searches until one is left need not choose it, too.
  const chosen = found.find((one) => one.id === chosenId.value) ?? (found.length === 1 ? found[0] : undefined);
  const submit = async (event: Event) => {
    event.preventDefault();
    if (chosen && (await store.actions.transfer(chat, chosen, note.current?.value.trim() ?? ''))) onDone();
  };

  return (
    <dialog ref={dialog} class="confirm transfer" aria-labelledby={`${id}-title`} onClose={onClose}>
      <form onSubmit={submit}>
        <h2 id={`${id}-title`}>{messages.value.transferAsk(chat.details.value.visitor.name)}</h2>
        <label>
          {messages.value.transferSearch}
          <input type="search" dir="auto" onInput={(event) => (search.value = event.currentTarget.value)} />
        </label>
        {targets.value === 'asking' && <p>{messages.value.transferLoading}</p>}
        {targets.value === 'failed' && (
          <p role="alert">
            {messages.value.transferUnknown}{' '}
            <button type="button" class="button" onClick={ask}>
              {messages.value.tryAgain}
            </button>
          </p>
        )}
        {Array.isArray(targets.value) && found.length === 0 && <p role="status">{messages.value.transferNoMatch}</p>}
        <fieldset aria-label={messages.value.transferTo}>
          {found.map((target) => (
            <Target
              key={target.id}
              target={target}
              isChosen={target === chosen}
              onChoose={(it) => (chosenId.value = it)}
            />
          ))}
        </fieldset>
        <DraftInput chat={chat} of="transfer" label={messages.value.transferNote} field={note} />
        {step.state === 'failed' && step.action === 'transfer' && <p role="alert">{failureText(step.error)}</p>}
        <div class="confirm-actions">
          <button type="button" class="button" onClick={onClose}>
            {messages.value.cancel}
          </button>
          <button type="submit" class="button primary" aria-disabled={!chosen || step.state === 'busy'}>
            {messages.value.transfer}
          </button>
        </div>
      </form>
    </dialog>
  );
}

type TargetProps = { target: TransferTarget; isChosen: boolean; onChoose(id: string): void };

function Target({ target, isChosen, onChoose }: TargetProps) {
  const { type, id, name } = target;
  const presence =
    type === 'queue'
      ? messages.value.queue
      : target.isOnQueue
        ? messages.value.personOnQueue
        : messages.value.personOffQueue;
  return (
    <label class="transfer-target">
      <input type="radio" name="target" value={id} required checked={isChosen} onChange={() => onChoose(id)} />
      <span dir="auto">{name}</span> <small>{presence}</small>
    </label>
  );
}

function failureText({ kind, code }: ChatError): string {
  if (kind === 'offline') return messages.value.failedOffline;
  return code === 'request.conflict' ? messages.value.transferFull : messages.value.transferFailed;
}
