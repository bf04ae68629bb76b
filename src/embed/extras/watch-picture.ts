import type { ExtrasContext } from '../widget/extras-context.ts';

/** Shows the agent's picture once it is loaded; one that fails, or is not on https, leaves the initials. */
export function watchPicture({ store, signals }: ExtrasContext): () => void {
  let wanted: string | undefined;
  return store.agent.subscribe((agent) => {
    if (agent?.avatarUrl === wanted) return;
    wanted = agent?.avatarUrl;
    signals.picture.value = '';
    const url = wanted;
    if (!url || !/^https:/i.test(url)) return;
    const image = new Image();
    image.referrerPolicy = 'no-referrer';
    image.onload = () => {
      if (url === wanted) signals.picture.value = url;
    };
    image.src = url;
  });
}
