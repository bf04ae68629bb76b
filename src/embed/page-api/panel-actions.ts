import type { LoaderChat } from '../contract/loader-api.ts';
import type { createListeners } from './listeners.ts';
import type { createTriggers } from './triggers.ts';
import type { WidgetAccess } from './widget-access.ts';

export type PanelActions = ReturnType<typeof createPanelActions>;

type PanelActionsOptions = {
  fire: ReturnType<typeof createListeners>['fire'];
  triggers: ReturnType<typeof createTriggers>;
  access: WidgetAccess;
};

/** Opens and closes the panel for verbs, attributes and the page's own buttons. */
export function createPanelActions(chat: LoaderChat, { fire, triggers, access }: PanelActionsOptions) {
  const { element, panel } = chat;

  async function open(takesFocus = true): Promise<void> {
    if (panel.hidden && !fire('before-open', {})) return;
    chat.open(takesFocus);
    await access.load();
  }

  /** A chat in the page's flow is always open: there is nothing to close. */
  const isInline = () => element.hasAttribute('inline');
  const close = () => (panel.hidden || isInline() ? undefined : chat.close());
  const toggle = () => (panel.hidden ? open() : close());

  /** Opens for a button of the page, which gets the focus back. The panel itself shows what goes wrong. */
  function openFrom(button: HTMLElement | undefined, action: () => unknown): void {
    triggers.rememberOpener(button);
    Promise.resolve(action()).catch(() => {});
  }

  return {
    open,
    close,
    toggle,
    isInline,
    openFrom,
    openByAttribute: () => openFrom(undefined, () => open(false)),
    /** Opens for a `data-porchlight-open` button, with the draft that it brings. */
    onTrigger(button: HTMLElement): void {
      const { porchlightDraft: draft } = button.dataset;
      openFrom(button, () => open());
      if (draft) access.whenLoaded(({ store }) => store.draft.value || store.setDraft(draft));
    },
  };
}
