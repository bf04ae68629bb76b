import { useSignal, useSignalEffect } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { Icon } from '../../ui/icon.tsx';
import type { ConsoleStore } from '../console-store.ts';
import type { DeskChat, Talk } from '../desk-chat.ts';
import { en } from '../strings/en.ts';
import { icons } from './icons.ts';

type ComposeBoxProps = { store: ConsoleStore; chat: DeskChat; talk: Talk };

const longest = 4000;
const fewLeft = 400;

/** Where the agent writes. The text belongs to the field; everything else only listens. */
export function ComposeBox({ store, chat, talk }: ComposeBoxProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  const text = useSignal(chat.draft());
  const body = text.value.trim();
  const isReady = body !== '' && body.length <= longest;

  useSignalEffect(() => {
    if (store.composerWanted.value !== chat.id) return;
    field.current?.focus();
    store.wantComposer(undefined);
  });

  const write = () => {
    text.value = field.current?.value ?? '';
    chat.drafted(text.value);
    if (text.value.trim()) talk.typed();
  };
  const send = (event: Event) => {
    event.preventDefault();
    if (!isReady || !field.current) return;
    talk.send(body);
    field.current.value = '';
    write();
  };
  const keys = (event: KeyboardEvent) => {
    // 229: Safari ends a composition with the very Enter that confirmed it.
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing && event.keyCode !== 229) send(event);
  };

  return (
    <form class="composer" onSubmit={send}>
      <textarea
        ref={field}
        class="composer-field"
        rows={Math.min(8, text.value.split('\n').length)}
        dir="auto"
        aria-label={en.message}
        placeholder={en.messagePlaceholder(chat.facts.value.visitor.name)}
        title={en.composerHint}
        defaultValue={chat.draft()}
        enterkeyhint="send"
        onInput={write}
        onKeyDown={keys}
      />
      {body.length > longest - fewLeft && (
        <span class="composer-count" data-over={body.length > longest}>
          {body.length > longest ? en.tooLong(body.length - longest) : `${body.length} / ${longest}`}
        </span>
      )}
      <button type="submit" class="button primary icon" aria-label={en.send} title={en.send} aria-disabled={!isReady}>
        <Icon path={icons.send} />
      </button>
    </form>
  );
}
