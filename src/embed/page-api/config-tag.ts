import type { ChatElement, ScriptTag } from '../contract/loader-api.ts';
import { defineElement, type ElementOptions } from './custom-element.ts';
import { createVirtualTag, readConfigSettings } from './element-settings.ts';

/**
 * For a tag that names no organization: starts the chat of `porchlightConfig`, and one for each `<porchlight-chat>` that the
 * page has, now or later.
 */
export function startConfiguredChats(tag: ScriptTag, { start, controlChat, warn }: ElementOptions): void {
  const config = readConfigSettings(window.porchlightConfig);
  const settings = { ...tag.dataset, ...config };
  // Without an organization the tag itself starts a chat, whose panel shows what is missing.
  if (Object.keys(settings).length > 0)
    startOnce(config.organizationId ? createVirtualTag(tag, settings) : tag, { start, controlChat });
  defineElement(tag, { start, controlChat, warn });
}

function startOnce(tag: ScriptTag, { start, controlChat }: Pick<ElementOptions, 'start' | 'controlChat'>): void {
  const chats = [...document.querySelectorAll<ChatElement>('porchlight-chat')];
  if (!chats.some((chat) => chat.mergeTag?.(tag.dataset, tag))) controlChat(start(tag));
}
