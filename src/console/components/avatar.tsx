import type { Presence } from '../../chat/member.ts';
import { initials } from '../../ui/initials.ts';

type InitialsProps = { name: string; presence?: Presence | undefined };

/** A face for a name; the dot says whether its owner is here. Decoration: the name always stands beside it. */
export function Initials({ name, presence }: InitialsProps) {
  return (
    <span class="initials" data-presence={presence} aria-hidden="true">
      {initials(name) || '?'}
    </span>
  );
}
