import type { LaterOptions } from '../widget/extras-context.ts';

/** Shows the agent's picture once it is there; one that cannot be had, or not in private, leaves the initials. */
export function watchPicture({ store, shown }: LaterOptions): () => void {
  let wanted: string | undefined;
  return store.agent.subscribe((agent) => {
    if (agent?.avatarUrl === wanted) return;
    wanted = agent?.avatarUrl;
    shown.picture.value = '';
    const url = wanted;
    if (!url || !/^https:/i.test(url)) return;
    const image = new Image();
    image.referrerPolicy = 'no-referrer';
    image.onload = () => {
      if (url === wanted) shown.picture.value = url;
    };
    image.src = url;
  });
}
