import type { Chat } from '../../embed/chat.ts';
import { createAttendant } from './attendant.ts';

const attendants = new WeakMap<Chat, ReturnType<typeof createAttendant>>();

/** Takes in how the page stands by now: calls that wait, a trigger that was clicked, attributes that changed. */
export function attend(chat: Chat, trigger?: unknown): void {
  const attendant = attendants.get(chat) ?? createAttendant(chat);
  attendants.set(chat, attendant);
  attendant.look();
  if (!(trigger instanceof Element)) return;
  const button = trigger.closest<HTMLElement>('[data-porchlight-open]');
  if (!button || (button.dataset.porchlightOpen ?? '') !== (chat.script.dataset.id ?? '')) return;
  chat.open(true);
  const draft = button.dataset.porchlightDraft;
  if (draft)
    chat.bring().then(
      ({ store }) => store?.setDraft(draft),
      () => {},
    );
}
