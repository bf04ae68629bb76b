import type { ChatElement, Tag } from '../contract/loader-api.ts';
import { defineElement, type Serve } from './custom-element.ts';
import { configSettings } from './element-settings.ts';
import { standIn } from './virtual-tag.ts';

/**
 * A tag that names no organization: its chats are what `porchlightConfig` says, and each `<porchlight-chat>` that the page
 * has, now or later.
 */
export function serveTag(tag: Tag, { start, care, warn }: Serve): void {
  const config = configSettings(window.porchlightConfig);
  const said = { ...tag.dataset, ...config };
  // What is missing is told in the panel, and only the organization may be.
  if (Object.keys(said).length > 0) beginOnce(config.organizationId ? standIn(tag, said) : tag, { start, care });
  defineElement(tag, { start, care, warn });
}

function beginOnce(tag: Tag, { start, care }: Pick<Serve, 'start' | 'care'>): void {
  const chats = [...document.querySelectorAll<ChatElement>('porchlight-chat')];
  if (!chats.some((chat) => chat.adopt?.(tag.dataset, tag))) care(start(tag));
}
