import type { Chat } from '../contract/loader-api.ts';

const worn = ['aria-haspopup', 'aria-expanded', 'aria-description', 'data-porchlight-unread'];

/**
 * The page's own buttons that open its chat: triggers, and what `data-launcher` selects. They keep their names, say
 * whether the panel is open and what is unread, get the focus back, and are left as they were by `stop`.
 */
export function createOpeners({ panel, element, script, launcher }: Chat, life: AbortSignal) {
  const before = new Map<Element, (string | null)[]>();
  let unread = 0;
  let opener: HTMLElement | undefined;
  let wasOpen = !panel.hidden;

  const dress = (button: Element) => {
    if (!before.has(button))
      before.set(
        button,
        worn.map((name) => button.getAttribute(name)),
      );
    const said = unread ? `${script.dataset.textUnread || '{count} unread'}`.replace(/{\w+}/, () => `${unread}`) : null;
    set(button, ['dialog', `${!panel.hidden}`, said, unread ? `${unread}` : null]);
  };

  function look(): void {
    const wanted = new Set<Element>([...ownLaunchers(), ...triggers()]);
    for (const [button, values] of before) {
      if (wanted.has(button)) continue;
      set(button, values);
      before.delete(button);
    }
    for (const button of wanted) dress(button);
  }

  const wish = () => {
    const { launcher: text = '' } = script.dataset;
    return /^(bubble|none)?$/.test(text) ? '' : text;
  };
  const ownLaunchers = () => select(wish());
  const triggers = () => select('[data-porchlight-open]').filter(isMeant);
  const isMeant = (button: HTMLElement) => (button.dataset.porchlightOpen ?? '') === (script.dataset.id ?? '');

  /** The button of the page that was clicked, if any of it was ours: also where it came later than we did. */
  function launcherAt(target: EventTarget | null): HTMLElement | undefined {
    const selector = wish();
    if (!selector || !(target instanceof Element)) return undefined;
    return ownLaunchers().find((button) => button.contains(target));
  }

  // `hidden` is what both the loader and the widget set.
  const watcher = new MutationObserver(() => {
    const isOpen = !panel.hidden;
    if (isOpen === wasOpen) return;
    wasOpen = isOpen;
    look();
    if (!isOpen) giveBack();
  });
  watcher.observe(panel, { attributeFilter: ['hidden'] });
  launcher.addEventListener('click', () => remember(undefined), { signal: life });

  function remember(button: HTMLElement | undefined): void {
    if (panel.hidden) opener = button;
  }

  /** Only a focus that was in the panel, and has nowhere to go. */
  function giveBack(): void {
    const { activeElement, body } = document;
    const isLost = !activeElement || activeElement === body || activeElement === element;
    if (isLost && opener?.isConnected) opener.focus();
    opener = undefined;
  }

  return {
    look,
    launcherAt,
    /** Whom the focus returns to. */
    remember,
    hasLauncher: () => ownLaunchers().length > 0,
    /** A selector that selects nothing. */
    isLost: () => wish() !== '' && wish() !== 'none' && !ownLaunchers().length,
    triggerAt(target: EventTarget | null): HTMLElement | undefined {
      const button = target instanceof Element && target.closest<HTMLElement>('[data-porchlight-open]');
      return button && isMeant(button) ? button : undefined;
    },
    tellUnread(count: number): void {
      unread = count;
      look();
    },
    stop(): void {
      watcher.disconnect();
      for (const [button, values] of before) set(button, values);
      before.clear();
    },
  };
}

function set(button: Element, values: readonly (string | null)[]): void {
  for (const [index, name] of worn.entries()) {
    const value = values[index] ?? null;
    if (value === button.getAttribute(name)) continue;
    if (value === null) button.removeAttribute(name);
    else button.setAttribute(name, value);
  }
}

function select(selector: string): HTMLElement[] {
  try {
    return selector ? [...document.querySelectorAll<HTMLElement>(selector)] : [];
  } catch {
    // Not a selector: there is no such button.
    return [];
  }
}
