import type { LoaderChat } from '../contract/loader-api.ts';

const managedAttributes = ['aria-haspopup', 'aria-expanded', 'aria-description', 'data-porchlight-unread'];

/**
 * The page's own buttons that open its chat: triggers, and what `data-launcher` selects. They keep their names, show
 * whether the panel is open and how much is unread, and get the focus back; `stop` restores their attributes.
 */
export function createTriggers({ panel, element, script, launcher }: LoaderChat, signal: AbortSignal) {
  const originalValues = new Map<Element, (string | null)[]>();
  let unread = 0;
  let opener: HTMLElement | undefined;
  let wasOpen = !panel.hidden;

  const decorate = (button: Element) => {
    if (!originalValues.has(button))
      originalValues.set(
        button,
        managedAttributes.map((name) => button.getAttribute(name)),
      );
    const description = unread
      ? `${script.dataset.textUnread || '{count} unread'}`.replace(/{\w+}/, () => `${unread}`)
      : null;
    setAttributes(button, ['dialog', `${!panel.hidden}`, description, unread ? `${unread}` : null]);
  };

  function update(): void {
    const current = new Set<Element>([...ownLaunchers(), ...triggers()]);
    for (const [button, values] of originalValues) {
      if (current.has(button)) continue;
      setAttributes(button, values);
      originalValues.delete(button);
    }
    for (const button of current) decorate(button);
  }

  const launcherSelector = () => {
    const { launcher: text = '' } = script.dataset;
    return /^(bubble|none)?$/.test(text) ? '' : text;
  };
  const ownLaunchers = () => selectAll(launcherSelector());
  const triggers = () => selectAll('[data-porchlight-open]').filter(isForThisChat);
  const isForThisChat = (button: HTMLElement) => (button.dataset.porchlightOpen ?? '') === (script.dataset.id ?? '');

  /** The launcher of the page that was clicked, if any; also one that was added later. */
  function launcherAt(target: EventTarget | null): HTMLElement | undefined {
    const selector = launcherSelector();
    if (!selector || !(target instanceof Element)) return undefined;
    return ownLaunchers().find((button) => button.contains(target));
  }

  // Both the loader and the widget set `hidden`.
  const watcher = new MutationObserver(() => {
    const isOpen = !panel.hidden;
    if (isOpen === wasOpen) return;
    wasOpen = isOpen;
    update();
    if (!isOpen) returnFocus();
  });
  watcher.observe(panel, { attributeFilter: ['hidden'] });
  launcher.addEventListener('click', () => rememberOpener(undefined), { signal });

  function rememberOpener(button: HTMLElement | undefined): void {
    if (panel.hidden) opener = button;
  }

  /** Moves the focus only where it was in the panel and is lost with it. */
  function returnFocus(): void {
    const { activeElement, body } = document;
    const isLost = !activeElement || activeElement === body || activeElement === element;
    if (isLost && opener?.isConnected) opener.focus();
    opener = undefined;
  }

  return {
    update,
    launcherAt,
    /** Notes the button that the focus returns to. */
    rememberOpener,
    hasLauncher: () => ownLaunchers().length > 0,
    /** Whether `data-launcher` is a selector that selects nothing. */
    isLauncherMissing: () => launcherSelector() !== '' && launcherSelector() !== 'none' && !ownLaunchers().length,
    triggerAt(target: EventTarget | null): HTMLElement | undefined {
      const button = target instanceof Element && target.closest<HTMLElement>('[data-porchlight-open]');
      return button && isForThisChat(button) ? button : undefined;
    },
    showUnread(count: number): void {
      unread = count;
      update();
    },
    stop(): void {
      watcher.disconnect();
      for (const [button, values] of originalValues) setAttributes(button, values);
      originalValues.clear();
    },
  };
}

function setAttributes(button: Element, values: readonly (string | null)[]): void {
  for (const [index, name] of managedAttributes.entries()) {
    const value = values[index] ?? null;
    if (value === button.getAttribute(name)) continue;
    if (value === null) button.removeAttribute(name);
    else button.setAttribute(name, value);
  }
}

function selectAll(selector: string): HTMLElement[] {
  try {
    return selector ? [...document.querySelectorAll<HTMLElement>(selector)] : [];
  } catch {
    // Not a selector: there is no such button.
    return [];
  }
}
