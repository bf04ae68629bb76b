import type { Presence } from '../../chat/model.ts';
import { initials } from '../../ui/initials.ts';

type AvatarProps = { name: string; presence?: Presence | undefined };

/** A face for a name; the dot says whether its owner is here. Decoration: the name always stands beside it. */
export function Avatar({ name, presence }: AvatarProps) {
  return (
    <span class="initials" data-presence={presence} aria-hidden="true">
      {initials(name) || '?'}
    </span>
  );
}
