import { messages } from '../messages/messages.ts';

/** The product's sign and name. */
export function Logo() {
  return (
    <span class="mark">
      <svg viewBox="0 0 32 32" width="24" height="24" aria-hidden="true">
        <rect class="mark-ground" width="32" height="32" rx="8" />
        <path
          class="mark-bubble"
          d="M9 10.5A2.5 2.5 0 0 1 11.5 8h9a2.5 2.5 0 0 1 2.5 2.5V17a2.5 2.5 0 0 1-2.5 2.5H16l-4.5 4v-4A2.5 2.5 0 0 1 9 17z"
        />
        <circle class="mark-light" cx="16" cy="13.7" r="2" />
      </svg>
      <span>{messages.value.product}</span>
    </span>
  );
}
