/** What had the focus is gone with its chat. */
export function focusList(): void {
  const first = document.querySelector<HTMLElement>('[data-chat]') ?? document.querySelector<HTMLElement>('nav.list');
  first?.focus();
}
