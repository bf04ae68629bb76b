import type { Presence } from '../../chat/model.ts';
import { initials } from '../../ui/initials.ts';

type AvatarProps = { name: string; presence?: Presence | undefined };

/** Initials in place of a picture, with a dot for presence. Hidden from screen readers: the name is always beside it. */
export function Avatar({ name, presence }: AvatarProps) {
  return (
    <span class="initials" data-presence={presence} aria-hidden="true">
      {initials(name) || '?'}
    </span>
  );
}
