import type { LoaderChat, ScriptTag, StartChat } from '../contract/loader-api.ts';
import { startConfiguredChats } from './config-tag.ts';
import { createPageController } from './page-controller.ts';

const controllers = new WeakMap<LoaderChat, ReturnType<typeof createPageController>>();

/** Brings a chat in step with its page: calls that wait, a trigger that was clicked, attributes that changed. */
export function syncChat(chat: LoaderChat, cause?: unknown): void {
  const controller = controllerOf(chat);
  controller.drainQueue();
  if (Array.isArray(cause))
    return controller.onAttributesChanged(cause.filter((record) => record instanceof MutationRecord));
  controller.applyAttributes();
  const button = cause instanceof Element && controller.triggerAt(cause);
  if (button) controller.onTrigger(button);
}

/** For a tag that names no organization: starts the chats that the page configures elsewhere. */
export function startChats(tag: ScriptTag, start: StartChat): void {
  startConfiguredChats(tag, { start, warn, controlChat });
}

function controlChat(chat: LoaderChat): () => void {
  syncChat(chat);
  return controllerOf(chat).destroy;
}

function controllerOf(chat: LoaderChat): ReturnType<typeof createPageController> {
  const controller = controllers.get(chat) ?? createPageController(chat, warn, logError);
  controllers.set(chat, controller);
  return controller;
}

const warn = (message: unknown) => console.warn('Porchlight:', message);
const logError = (message: unknown) => console.error('Porchlight:', message);
