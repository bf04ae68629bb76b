export type MenuItem = {
  word: string;
  /** A choice that stays: shown as checked or not. */
  isChecked?: boolean;
  onChoose(): void;
};

const keys = ['ArrowDown', 'ArrowUp', 'Home', 'End'];

/**
 * Opens a menu under its button, or closes the open one: arrows, Home, End and first letters move, Enter and Space choose,
 * Esc and Tab close only the menu.
 */
export function openMenu(trigger: HTMLElement, box: HTMLElement, items: readonly MenuItem[], direction: string): void {
  const open = box.querySelector('[role="menu"]');
  if (open) {
    trigger.ariaExpanded = 'false';
    return open.remove();
  }
  const menu = document.createElement('div');
  menu.part = 'menu';
  menu.role = 'menu';
  menu.dir = direction;
  menu.ariaLabel = trigger.ariaLabel;
  menu.append(...items.map((item) => drawItem(item, close)));
  box.append(menu);
  trigger.ariaExpanded = 'true';
  const buttons = [...menu.querySelectorAll('button')];
  buttons[0]?.focus();

  menu.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' || event.key === 'Tab') {
      // Tab goes on from the button, so only Esc ends here: the panel stays.
      if (event.key === 'Escape') event.stopPropagation();
      close();
      return;
    }
    const next = itemForKey(event.key);
    if (next === undefined) return;
    event.preventDefault();
    next.focus();
  });
  menu.addEventListener('focusout', ({ relatedTarget }) => {
    if (relatedTarget !== trigger && !(relatedTarget instanceof Node && menu.contains(relatedTarget))) remove();
  });

  function itemForKey(key: string): HTMLElement | undefined {
    const at = buttons.findIndex((button) => button.matches(':focus'));
    if (keys.includes(key)) {
      const targets = [at + 1, at - 1, 0, -1];
      return buttons.at((targets[keys.indexOf(key)] ?? 0) % buttons.length);
    }
    if (key.length > 1 || key === ' ') return undefined;
    const round = [...buttons.slice(at + 1), ...buttons.slice(0, at + 1)];
    return round.find(({ textContent }) => textContent?.toLowerCase().startsWith(key.toLowerCase()));
  }

  function close(): void {
    trigger.focus();
    remove();
  }

  function remove(): void {
    trigger.ariaExpanded = 'false';
    menu.remove();
  }
}

function drawItem({ word, isChecked, onChoose }: MenuItem, close: () => void): HTMLElement {
  const item = document.createElement('button');
  item.type = 'button';
  item.tabIndex = -1;
  item.role = isChecked === undefined ? 'menuitem' : 'menuitemcheckbox';
  if (isChecked !== undefined) item.ariaChecked = `${isChecked}`;
  item.textContent = word;
  item.addEventListener('click', () => {
    close();
    onChoose();
  });
  return item;
}
