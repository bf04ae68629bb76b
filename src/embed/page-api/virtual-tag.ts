import type { Tag } from '../contract/loader-api.ts';

/** What says the same as a tag would, where there is none: it is on no page. */
export function standIn(
  { src, integrity, nonce }: Pick<Tag, 'src' | 'integrity' | 'nonce'>,
  settings: Readonly<DOMStringMap>,
): Tag {
  const tag = Object.assign(document.createElement('i'), { src, integrity, nonce: nonce ?? '' });
  Object.assign(tag.dataset, settings);
  return tag;
}
